"""The page on which an organiser enters somebody who called, wrote, or stands at the door."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from services.registration.commands.add_by_hand import add_by_hand
from services.registration.domain.answers import field_of, without_duties
from services.registration.domain.attendance import is_door_open
from services.registration.domain.by_hand import PLACES_NAMES, ByHand, Places
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.routes.door import id_of
from services.registration.routes.own import get_own_rosters
from services.registration.routes.sign_up_form import asked_in
from services.registration.tables import events, organisations, sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.formats import date_and_time
from shared.forms import from_form
from shared.problems import Invalid, NotFound
from shared.sessions import new_token
from shared.translations import catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form

# Whoever enters people afterwards does so soon; of a series nobody wants to look through all dates that were.
DATES_OFFERED = 30


@get("/portal/rosters/{event_id:uuid}/new", who=Who.MEMBER, include_in_schema=False)
async def new_party(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    """`roster_id` in the address chooses one of the dates beforehand, `is_here=on` that they are here."""
    own = await get_own_rosters(request, db, event_id)
    chosen = {name: request.query_params.get(name, "") for name in ("roster_id", "is_here")}
    typed = {"party_size": 1, "language": "de", "places": Places.RESERVED, "nonce": new_token(), **chosen}
    return await new_party_page(request, db, own, typed)


@post("/portal/rosters/{event_id:uuid}/new", who=Who.MEMBER, include_in_schema=False)
async def create_party(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[Any]:
    own = await get_own_rosters(request, db, event_id)
    typed = await typed_form(request)
    try:
        party = from_form(ByHand, typed | {"attendees": names_in(typed)})
        roster = next((each for each in own if each.id == party.roster_id), None)
        if roster is None:
            raise NotFound("roster")
        once = id_of(roster, str(typed.get("nonce", "")))
        # So that nobody is entered who cannot be checked in.
        async with db.transaction():
            added = await add_by_hand(db, party, base_url=base_url(request), registration_id=once)
    except Invalid as problem:
        return await new_party_page(request, db, own, typed, problem)
    return see_other(f"/portal/rosters/registrations/{added.id}")


def names_in(typed: dict[str, Any]) -> list[str]:
    """One a line."""
    return [line.strip() for line in str(typed.get("attendees", "")).splitlines() if line.strip()]


async def new_party_page(
    request: Request, db: Connection, own: list[Roster], typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    language = language_of(request).code
    translations = catalogue(language)
    now = datetime.now(UTC)
    dates = dates_to_offer(own, now)
    settings = await sign_up_settings.get(db, own[0].event_id)
    form = form_for(request, ByHand, typed, problem)
    form.labels |= question_labels(settings, language)
    return page(
        request,
        "party_new.html",
        event=(await events.find_many(db, [own[0].event_id])).get(own[0].event_id),
        event_id=own[0].event_id,
        form=form,
        asked=asked_in(without_duties(settings), language),
        dates=[(date.id, date_and_time(date.wall_time, language)) for date in dates],
        only_date=dates[0] if len(dates) == 1 else None,
        has_kept=any(date.reserved_count for date in dates),
        is_door_open=any(is_door_open(date, now) for date in dates),
        place_options=[(places, translations.gettext(name)) for places, name in PLACES_NAMES.items()],
        organisations=[(each.id, each.name) for each in await organisations.list_all(db)],
        settings=settings,
    )


def dates_to_offer(own: list[Roster], now: datetime) -> list[Roster]:
    """The last one and those to come."""
    over = [roster for roster in own if roster.ends_at <= now]
    to_come = [roster for roster in own if roster.ends_at > now]
    return [*over[-1:], *to_come][:DATES_OFFERED] if to_come else over[-DATES_OFFERED:]


def question_labels(settings: SignUpSettings, language: str) -> dict[str, str]:
    """The organiser's questions by the names of their fields."""
    return {field_of(question.id): question.text_in(language) for question in settings.asked}


ROUTES = (new_party, create_party)
