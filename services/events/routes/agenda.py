"""What the whole network plans, by month and by year."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from litestar import Response, get

from services.events.domain import months
from services.events.domain.dates import start_of_day
from services.events.domain.months import Period
from services.events.tables import agenda
from services.events.tables.agenda import AgendaEntry
from shared import forms
from shared.access import Who
from shared.web import Request, Transaction, page


@get("/portal/calendar", who=Who.MEMBER, include_in_schema=False)
async def show_agenda(request: Request, db: Transaction) -> Response[str]:
    """A month with its entries, or a year in which one sees where much is and where nothing."""
    zone = request.app.state.settings.zone
    today = datetime.now(zone).date()
    period = forms.from_form(Period, dict(request.query_params))
    firsts = months.first_days(period, today=today)
    begin, end = months.weeks(firsts[0])[0][0], months.weeks(firsts[-1])[-1][-1]
    found = await agenda.list_between(db, start_of_day(begin, zone), start_of_day(end + timedelta(days=1), zone))
    days: dict[date, list[AgendaEntry]] = defaultdict(list)
    for entry in found:
        first = max(begin, entry.starts_at.astimezone(zone).date())
        last = min(end, (entry.ends_at - timedelta(microseconds=1)).astimezone(zone).date())
        for number in range((last - first).days + 1):
            days[first + timedelta(days=number)].append(entry)
    return page(
        request,
        "agenda_year.html" if len(firsts) > 1 else "agenda.html",
        today=today,
        months=[(first, months.weeks(first)) for first in firsts],
        days=days,
        zone=zone,
        before=months.previous_month(firsts[0]),
        after=months.next_month(firsts[-1]),
    )
