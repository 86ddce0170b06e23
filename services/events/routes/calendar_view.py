"""The public calendar by week or by month."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct

from services.events.domain import months
from services.events.domain.dates import start_of_day
from services.events.domain.search import Search
from services.events.domain.when import days_of, month_of
from services.events.routes.choosing import DAYS, Link, address
from services.events.routes.views import audiences_of
from services.events.tables import calendar
from shared import formats
from shared.database import Connection
from shared.translations import N_, catalogue
from shared.web import Request, language_of, today_of


class View(StrEnum):
    LIST = "list"
    WEEK = "week"
    MONTH = "month"


VIEW_NAMES = {View.LIST: N_("List"), View.WEEK: N_("Week"), View.MONTH: N_("Month")}


class Viewing(Struct, frozen=True, kw_only=True):
    """A month such as `2026-12`, or a week such as `2026-W49`; this one, if none is given."""

    view: View = View.LIST
    month: str | None = None
    week: str | None = None


class Sheet(Struct, frozen=True, kw_only=True):
    """The days on one page of the calendar, by weeks, and the pages before and after."""

    title: str
    # The month it is about, if it is about one; other days are there to fill its weeks.
    month: int | None
    weeks: list[list[date]]
    before: Link
    after: Link

    @property
    def own_days(self) -> list[date]:
        """Those that it is about."""
        return [day for week in self.weeks for day in week if self.month in (None, day.month)]

    @property
    def begin(self) -> date:
        return self.weeks[0][0]

    @property
    def end(self) -> date:
        return self.weeks[-1][-1]


def sheet_of(viewing: Viewing, typed: Mapping[str, Any], *, today: date, language: str) -> Sheet:
    """Raises `Invalid` for a month or a week that is none."""
    if viewing.view is View.MONTH:
        first = month_of(viewing.month, field="month") if viewing.month else today.replace(day=1)
        before, after = months.previous_month(first), months.next_month(first)
        return Sheet(
            title=formats.month_and_year(first, language),
            month=first.month,
            weeks=months.weeks(first),
            before=month_link(before, formats.month_in_brief(before, first, language), typed),
            after=month_link(after, formats.month_in_brief(after, first, language), typed),
        )
    week = months.week_named(viewing.week) if viewing.week else months.week_of(today)
    translate = catalogue(language).gettext
    return Sheet(
        title=formats.days(week[0], week[-1], language),
        month=None,
        weeks=[week],
        before=week_link(week, -1, translate(N_("Previous week")), typed),
        after=week_link(week, 1, translate(N_("Next week")), typed),
    )


def month_link(first: date, text: str, typed: Mapping[str, Any]) -> Link:
    return Link(text=text, url=address(typed, DAYS | {"view": str(View.MONTH), "month": f"{first:%Y-%m}"}))


def week_link(week: list[date], later: int, text: str, typed: Mapping[str, Any]) -> Link:
    name = months.name_of_week([day + timedelta(weeks=later) for day in week])
    return Link(text=text, url=address(typed, DAYS | {"view": str(View.WEEK), "week": name}))


async def sheet_with_dates(
    request: Request, db: Connection, search: Search, viewing: Viewing, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """What `_month.html` and `_week.html` need. Raises `Invalid`."""
    zone, language = request.app.state.settings.zone, language_of(request).code
    sheet = sheet_of(viewing, typed, today=today_of(request), language=language)
    found = await calendar.list_between(
        db,
        search,
        start_of_day(sheet.begin, zone),
        start_of_day(sheet.end + timedelta(days=1), zone),
        language=language,
        audiences=audiences_of(request.user),
    )
    days = months.by_day(found.entries, sheet.begin, sheet.end, zone)
    is_empty = days.keys().isdisjoint(sheet.own_days)
    return {
        "sheet": sheet,
        "days": days,
        "is_near": found.is_near and not is_empty,
        "is_empty": is_empty,
        "following": await following(request, db, search, viewing, typed, sheet) if is_empty else None,
        "day_url": lambda day: address(typed, DAYS | {"from": day.isoformat(), "to": day.isoformat()}),
        "today": today_of(request),
        "zone": zone,
    }


async def following(
    request: Request, db: Connection, search: Search, viewing: Viewing, typed: Mapping[str, Any], sheet: Sheet
) -> Link | None:
    """Where there is something that fits: after these days, or else from today on."""
    zone = request.app.state.settings.zone
    for day in (sheet.own_days[-1] + timedelta(days=1), today_of(request)):
        found = await calendar.first_after(db, search, start_of_day(day, zone), audiences=audiences_of(request.user))
        if found:
            return link_to(found.astimezone(zone).date(), viewing.view, typed, language_of(request).code)
    return None


def link_to(day: date, view: View, typed: Mapping[str, Any], language: str) -> Link:
    """To the month or the week in which the day is."""
    if view is View.MONTH:
        return month_link(day.replace(day=1), formats.month_and_year(day, language), typed)
    week = months.week_of(day)
    return week_link(week, 0, formats.days(week[0], week[-1], language), typed)


def view_links(view: View, typed: Mapping[str, Any], *, today: date, language: str) -> list[Link]:
    """The same choice as a list, a week or a month: the one with the days that were chosen."""
    shown = first_day_of(typed, today)
    week = months.name_of_week(months.week_of(shown))
    named = {View.LIST: {}, View.WEEK: {"week": week}, View.MONTH: {"month": f"{shown:%Y-%m}"}}
    return [
        Link(
            text=catalogue(language).gettext(name),
            url=address(typed, DAYS | ({} if each is View.LIST else {"view": str(each)}) | named[each]),
            is_current=each is view,
        )
        for each, name in VIEW_NAMES.items()
    ]


def first_day_of(typed: Mapping[str, Any], today: date) -> date:
    """Of what passed a check before."""
    if typed.get("month"):
        first = month_of(str(typed["month"]), field="month")
        return today if first == today.replace(day=1) else first
    if typed.get("week"):
        return months.week_named(str(typed["week"]))[0]
    if typed.get("from"):
        return date.fromisoformat(str(typed["from"]))
    return max(today, days_of(str(typed["when"]), today=today)[0]) if typed.get("when") else today
