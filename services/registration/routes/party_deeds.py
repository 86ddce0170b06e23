"""What an organiser does for people: change, move, cancel, answer an offer, hand out a link."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.move_registration import move_registration
from services.registration.commands.renew_link import renew_link
from services.registration.domain.door_code import drawn
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.to_do import is_to_come
from services.registration.routes.own import get_own_registration, get_own_roster
from services.registration.tables import events, rosters
from shared.access import Who
from shared.database import Connection
from shared.formats import number, short_date_and_time
from shared.forms import PROSE, from_form
from shared.messages.events import EventState
from shared.problems import Invalid
from shared.translations import N_, catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form

DATES_OFFERED = 100
# Each event has its next few; who wants a later one moves them there once it is near.
DATES_OF_AN_EVENT = 12


class CancellationForm(Struct, frozen=True, kw_only=True):
    reason: Annotated[str, Meta(title=N_("Reason, which they are told"), max_length=1000, extra=PROSE)] = ""


class TransferForm(Struct, frozen=True, kw_only=True):
    roster_id: Annotated[UUID, Meta(title=N_("New date"))]


@post("/portal/rosters/registrations/{registration_id:uuid}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_cancellation_by_member(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    form = from_form(CancellationForm, await typed_form(request))
    await cancel_for_people(db, registration.id, reason=form.reason, base_url=base_url(request))
    return back_to(registration)


@post("/portal/rosters/registrations/{registration_id:uuid}/acceptance", who=Who.MEMBER, include_in_schema=False)
async def create_acceptance_by_member(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    await accept_offer(db, registration.id, base_url=base_url(request))
    return back_to(registration)


@post("/portal/rosters/registrations/{registration_id:uuid}/refusal", who=Who.MEMBER, include_in_schema=False)
async def create_refusal_by_member(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    await decline_offer(db, registration.id, base_url=base_url(request))
    return back_to(registration)


@get("/portal/rosters/registrations/{registration_id:uuid}/transfer", who=Who.MEMBER, include_in_schema=False)
async def new_transfer(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Response[str]:
    registration = await get_own_registration(request, db, registration_id)
    return await transfer_page(request, db, registration, {})


@post("/portal/rosters/registrations/{registration_id:uuid}/transfer", who=Who.MEMBER, include_in_schema=False)
async def create_transfer_by_member(
    request: Request, db: Transaction, registration_id: FromPath[UUID]
) -> Response[Any]:
    registration = await get_own_registration(request, db, registration_id)
    typed = await typed_form(request)
    try:
        wanted = await get_own_roster(request, db, from_form(TransferForm, typed).roster_id)
        await move_registration(db, registration.id, wanted.id, base_url=base_url(request))
    except Invalid as problem:
        return await transfer_page(request, db, registration, typed, problem)
    return back_to(registration)


@post("/portal/rosters/registrations/{registration_id:uuid}/links", who=Who.MEMBER, include_in_schema=False)
async def create_link(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Response[str]:
    """The new link stands in this answer and nowhere else, so there is no other page to lead to."""
    registration = await get_own_registration(request, db, registration_id)
    link = await renew_link(db, registration.id, base_url=base_url(request))
    answer = page(request, "party_link.html", registration=registration, link=link, code=drawn(link))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def back_to(registration: Registration) -> Redirect:
    return see_other(f"/portal/rosters/registrations/{registration.id}")


async def transfer_page(
    request: Request,
    db: Connection,
    registration: Registration,
    typed: dict[str, Any],
    problem: Invalid | None = None,
) -> Response[str]:
    language = language_of(request).code
    return page(
        request,
        "party_transfer.html",
        registration=registration,
        form=form_for(request, TransferForm, typed, problem),
        dates=await dates_to_choose(request, db, registration, language),
    )


async def dates_to_choose(
    request: Request, db: Connection, registration: Registration, language: str
) -> list[tuple[UUID, str]]:
    """The organisation's other dates to come, those of the same event first."""
    found = await rosters.list_searched(
        db,
        principal_of(request).organisation_id,
        words="",
        limit=DATES_OFFERED,
        empty_dates_of_an_event=DATES_OF_AN_EVENT,
    )
    now = datetime.now(UTC)
    others = [roster for roster in found if is_to_come(roster, now) and roster.id != registration.roster_id]
    others.sort(key=lambda roster: roster.event_id != registration.event_id)
    known = await events.find_many(db, {each.event_id for each in others})
    return [(roster.id, date_text(roster, known.get(roster.event_id), language)) for roster in others]


def date_text(roster: Roster, event: EventState | None, language: str) -> str:
    """Which date it is, and how many places it has left if there is a limit."""
    translations = catalogue(language)
    when = short_date_and_time(roster.wall_time, language)
    text = f"{when} · {event.title}" if event else when
    left = roster.seats_left
    if left is None:
        return text
    free = translations.ngettext("%(count)s place free", "%(count)s places free", left)
    return f"{text} ({free % {'count': number(left, language)}})"


ROUTES = (
    create_cancellation_by_member,
    create_acceptance_by_member,
    create_refusal_by_member,
    new_transfer,
    create_transfer_by_member,
    create_link,
)
