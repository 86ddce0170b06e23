"""What the whole network plans, by month and by year."""

from datetime import timedelta

from litestar import Response, get

from services.events.domain import months
from services.events.domain.dates import start_of_day
from services.events.domain.months import Period
from services.events.tables import agenda
from shared import forms
from shared.access import Who
from shared.web import Request, Transaction, page, today_of


@get("/portal/calendar", who=Who.MEMBER, include_in_schema=False)
async def show_agenda(request: Request, db: Transaction) -> Response[str]:
    """A month with its entries, or a year in which one sees where much is and where nothing."""
    zone = request.app.state.settings.zone
    today = today_of(request)
    period = forms.from_form(Period, dict(request.query_params))
    firsts = months.first_days(period, today=today)
    grid = [(first, months.weeks(first)) for first in firsts]
    begin, end = grid[0][1][0][0], grid[-1][1][-1][-1]
    found = await agenda.list_between(db, start_of_day(begin, zone), start_of_day(end + timedelta(days=1), zone))
    return page(
        request,
        "agenda_year.html" if len(firsts) > 1 else "agenda.html",
        today=today,
        months=grid,
        days=months.by_day(found, begin, end, zone),
        zone=zone,
        before=months.previous_month(firsts[0]),
        after=months.next_month(firsts[-1]),
    )
