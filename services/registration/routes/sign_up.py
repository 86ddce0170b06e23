"""The page on which people register for an event."""

from datetime import UTC, datetime
from typing import Any, Literal

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from services.registration.domain.registration import NO_CONSENT, SignUp
from services.registration.domain.roster import RegistrationClosed, Roster, is_open
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from services.registration.robots import Doubt
from services.registration.routes.asking import ask_by_form, audiences_of
from services.registration.routes.doubting import challenge_of, doubt_of, stamp_of, typed_again
from services.registration.tables import events, rosters
from shared.access import Who
from shared.database import Connection
from shared.formats import date_and_time
from shared.forms import Form, from_form
from shared.messages.events import EventState
from shared.occurrences import dates_of
from shared.problems import Invalid, NotFound
from shared.translations import LANGUAGES, N_, catalogue
from shared.web import Request, Transaction, language_of, page, see_other, typed_form

# A series has a hundred dates; nearly everybody comes to one of the next.
DATES_SHOWN = 12
FULL = N_("%(date)s (full)")


class EventUnknown(NotFound):
    """We have not heard of the event, or not yet."""

    title = N_("We do not know this event")
    detail = N_("If it was published just now, please try again in a minute.")


class Received(Struct, frozen=True, kw_only=True):
    """What the page after registering says."""

    status: Literal["pending", "confirmed", "offered", "waiting"]
    position: int = 1


@get("/register/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def new_registration(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """`starts_at` in the address chooses one of the dates beforehand; `dates=all` shows them all."""
    event = await get_event(request, db, slug)
    typed = {
        "starts_at": request.query_params.get("starts_at", ""),
        "party_size": 1,
        "language": language_of(request).code,
        "nonce": await stamp_of(request),
    }
    return await show_form(request, db, event, typed)


# No `db` here: those who wait for their turn at a roster must not hold the connections that the turn needs.
@post("/register/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def create_registration(request: Request, slug: FromPath[str]) -> Response[Any]:
    async with request.app.state.pool.acquire() as db:
        event = await get_event(request, db, slug)
    typed = await typed_form(request)
    doubt = await doubt_of(request, typed)
    if doubt is not None:
        async with request.app.state.pool.acquire() as db:
            return await show_form(request, db, event, await typed_again(request, typed), doubt=doubt)
    try:
        sign_up = read(typed)
        [answer, *_] = await ask_by_form(request, event.id, sign_up, nonce=str(typed.get("nonce", "")))
    except Invalid as problem:
        async with request.app.state.pool.acquire() as db:
            return await show_form(request, db, event, typed, problem)
    except RegistrationClosed:
        return page(request, "closed.html", status=RegistrationClosed.status, event=event)
    position = f"&position={answer.waiting_position}" if answer.waiting_position else ""
    return see_other(f"/register/{slug}/received?status={answer.status}{position}")


def read(typed: dict[str, Any]) -> SignUp:
    """What was typed; that a box is not ticked is said in other words than that a field is empty."""
    try:
        return from_form(SignUp, typed)
    except Invalid as problem:
        errors = [NO_CONSENT if error.field == NO_CONSENT.field else error for error in problem.errors]
        raise Invalid(*errors) from problem


@get("/register/{slug:str}/received", who=Who.ANYONE, include_in_schema=False)
async def show_received(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """The same for an address that was registered before as for a new one: the mail says more."""
    event = await get_event(request, db, slug)
    try:
        received = from_form(Received, dict(request.query_params))
    except Invalid:
        return see_other(f"/register/{slug}")
    return page(request, "received.html", event=event, received=received)


async def get_event(request: Request, db: Connection, slug: str) -> EventState:
    """Raises `EventUnknown`, also to those whom it is not for."""
    event = await events.find_public_by_slug(db, slug)
    if event is None or event.audience not in audiences_of(request):
        raise EventUnknown("event")
    return event


async def show_form(
    request: Request,
    db: Connection,
    event: EventState,
    typed: dict[str, Any],
    problem: Invalid | None = None,
    doubt: Doubt | None = None,
) -> Response[str]:
    dates = [roster for roster in await rosters.list_of_event(db, event.id) if is_open(roster, datetime.now(UTC))]
    if not dates:
        return page(request, "closed.html", event=event)
    language = language_of(request).code
    shown = dates if request.query_params.get("dates") == "all" else first_dates(dates, str(typed.get("starts_at")))
    return page(
        request,
        "register.html",
        status=Invalid.status if problem or doubt else 200,
        doubt=doubt,
        challenge=await challenge_of(request),
        event=event,
        dates=dates,
        only_date=dates_of(event, dates[0].starts_at, dates[0].ends_at) if len(dates) == 1 else None,
        date_options=[(date.wall_time.isoformat(), option_text(date, language)) for date in shown],
        form=Form(SignUp, catalogue(language), typed, problem),
        mail_languages=[(each.code, each.name) for each in LANGUAGES],
        largest_party=min(dates[0].wanted_capacity or LARGEST_PARTY, LARGEST_PARTY),
    )


def first_dates(dates: list[Roster], chosen: str) -> list[Roster]:
    """The next ones, and the one that was chosen already."""
    return dates[:DATES_SHOWN] + [date for date in dates[DATES_SHOWN:] if date.wall_time.isoformat() == chosen]


def option_text(date: Roster, language: str) -> str:
    text = date_and_time(date.wall_time, language)
    return catalogue(language).gettext(FULL) % {"date": text} if date.seats_left == 0 else text


ROUTES = (new_registration, create_registration, show_received)
