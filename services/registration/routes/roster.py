"""Who comes to an event: searched, filtered and ordered, a page at a time, with the numbers of each date on top."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath

from services.registration.domain.look import LOOK_NAMES, LookKind
from services.registration.domain.opinion import MARK_NAMES
from services.registration.domain.own_date import own_date_of
from services.registration.domain.party_search import ORDER_NAMES, SHOWN_NAMES, PartyListing, questions_to_answer
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.routes.looking import Sight, find_sight, look_at_people
from services.registration.tables import events, looks, opinions, parties, sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.formats import date_and_time
from shared.forms import from_form
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, form_for, language_of, page

NEXT_DATES = 12
PAGE_SIZE = 50
LOOKS_SHOWN = 50


@get("/portal/rosters/{event_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_roster(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """The dates of the event on one page, with those who have signed up for any of them."""
    sight, found = await find_sight(request, db, event_id)
    now = datetime.now(UTC)
    shown = dates_to_show(found, now)
    busy = busy_dates(shown, now)
    event = (await events.find_many(db, [event_id])).get(event_id)
    listing, problem = read_listing(request)
    by_organisation = await parties.count_by_organisation(db, event_id, roster_id=listing.roster_id)
    people = {} if sight is Sight.COUNTS else await people_on(request, db, event_id, listing)
    return page(
        request,
        "roster.html",
        event=event,
        event_id=event_id,
        sight=sight,
        rosters=busy,
        quiet_rosters=[roster for roster in shown if roster not in busy],
        further_count=len(found) - len(shown),
        standings={roster.id: own_date_of(event, roster, now=now).standing for roster in shown} if event else {},
        numbers=await parties.count_by_roster(db, [event_id]),
        by_organisation=by_organisation,
        organisation_options=[(each.organisation_id, each.name) for each in by_organisation if each.organisation_id],
        looks=await looks.list_of_event(db, event_id, limit=LOOKS_SHOWN) if sight is Sight.OWN else [],
        look_names=LOOK_NAMES,
        opinions=await opinions.find_of_rosters(db, chosen_dates(found, listing)) if sight is Sight.OWN else None,
        mark_names=MARK_NAMES,
        wall_times={roster.id: roster.wall_time for roster in found},
        local=lambda moment: local_time(moment, found[0].time_zone),
        **people,
        **filters(request, problem, rosters=shown, settings=await sign_up_settings.get(db, event_id)),
    )


def dates_to_show(own: list[Roster], now: datetime) -> list[Roster]:
    """Those that somebody has signed up for, and of the others the next ones."""
    to_come = [roster.id for roster in own if roster.ends_at > now] or [roster.id for roster in own]
    shown = {*to_come[:NEXT_DATES]}
    return [roster for roster in own if roster.id in shown or roster.seats_taken or roster.waiting_count]


def busy_dates(shown: list[Roster], now: datetime) -> list[Roster]:
    """Those that somebody has signed up for, and the next one."""
    following = next((roster for roster in shown if roster.ends_at > now), shown[0])
    return [roster for roster in shown if roster == following or roster.seats_taken or roster.waiting_count]


def chosen_dates(found: list[Roster], listing: PartyListing) -> list[UUID]:
    return [roster.id for roster in found if listing.roster_id in (None, roster.id)]


def read_listing(request: Request) -> tuple[PartyListing, Invalid | None]:
    """What is looked for; all, if that cannot be read."""
    try:
        return from_form(PartyListing, dict(request.query_params)), None
    except Invalid as problem:
        return PartyListing(), problem


async def people_on(request: Request, db: Connection, event_id: UUID, listing: PartyListing) -> dict[str, Any]:
    """What the page tells of the people themselves."""
    await look_at_people(request, db, event_id, LookKind.LIST)
    settings = await sign_up_settings.get(db, event_id)
    count = await parties.count(db, event_id, listing, settings)
    return {
        "parties": await parties.list_page(db, event_id, listing, settings, limit=PAGE_SIZE),
        "found_count": count,
        "previous_url": page_url(request, listing.page - 1) if listing.page > 1 else None,
        "next_url": page_url(request, listing.page + 1) if count > listing.page * PAGE_SIZE else None,
    }


def filters(
    request: Request, problem: Invalid | None, *, rosters: list[Roster], settings: SignUpSettings
) -> dict[str, Any]:
    typed = dict(request.query_params)
    language = language_of(request).code
    translations = catalogue(language)
    return {
        "form": form_for(request, PartyListing, typed, problem),
        "shown_options": [(shown, translations.gettext(name)) for shown, name in SHOWN_NAMES.items()],
        "order_options": [(order, translations.gettext(name)) for order, name in ORDER_NAMES.items()],
        "is_filtered": bool(set(typed) - {"lang", "page"}),
        "has_duties": bool(questions_to_answer(settings)),
        "date_options": [(roster.id, date_and_time(roster.wall_time, language)) for roster in rosters],
    }


def page_url(request: Request, number: int) -> str:
    return f"{request.url.path}?{urlencode({**request.query_params, 'page': number})}"


def local_time(moment: datetime, time_zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


ROUTES = (show_roster,)
