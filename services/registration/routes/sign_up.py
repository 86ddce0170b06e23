"""The page on which people register for an event."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from services.registration.domain.registration import NO_CONSENT, SignUp
from services.registration.domain.roster import RegistrationClosed
from services.registration.routes.asking import ask_by_form, get_event
from services.registration.routes.by_hand import names_in
from services.registration.routes.received import received_address
from services.registration.routes.sign_up_form import form_page
from shared.access import Who
from shared.doubting import doubt_of, stamp_of, typed_again
from shared.forms import from_form
from shared.problems import Invalid, invalid
from shared.translations import N_
from shared.web import Request, Transaction, language_of, see_other, typed_form

DATE_CLOSED = N_("One cannot sign up for this date any more. Please choose another one.")


@get("/register/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def new_registration(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """`starts_at` in the address chooses one of the dates beforehand; `dates=all` shows them all."""
    event = await get_event(request, db, slug)
    typed = {
        "dates": request.query_params.get("starts_at", ""),
        "party_size": 1,
        "language": language_of(request).code,
        "nonce": await stamp_of(request),
    }
    return await form_page(request, db, event, typed)


# No `db` here: those who wait for their turn at a roster must not hold the connections that the turn needs.
@post("/register/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def create_registration(request: Request, slug: FromPath[str]) -> Response[Any]:
    async with request.app.state.pool.acquire() as db:
        event = await get_event(request, db, slug)
    typed = await typed_form(request)
    doubt = await doubt_of(request, typed)
    if doubt is not None:
        async with request.app.state.pool.acquire() as db:
            return await form_page(request, db, event, await typed_again(request, typed), doubt=doubt)
    try:
        sign_up = read(typed)
        replies = await ask_by_form(request, event.id, sign_up, nonce=str(typed.get("nonce", "")))
    except Invalid as problem:
        async with request.app.state.pool.acquire() as db:
            return await form_page(request, db, event, typed, problem)
    except RegistrationClosed:
        async with request.app.state.pool.acquire() as db:
            closed = invalid("dates", DATE_CLOSED)
            return await form_page(request, db, event, typed, closed, if_closed=RegistrationClosed.status)
    return see_other(received_address(event, sign_up, replies, now=datetime.now(UTC)))


def read(typed: dict[str, Any]) -> SignUp:
    """What was typed; that a box is not ticked is said in other words than that a field is empty."""
    try:
        return from_form(SignUp, as_fields(typed))
    except Invalid as problem:
        errors = [NO_CONSENT if error.field == NO_CONSENT.field else error for error in problem.errors]
        raise Invalid(*errors) from problem


def as_fields(typed: dict[str, Any]) -> dict[str, Any]:
    """One name a line becomes a list; who comes alone needs to say their name once only.

    One date alone goes the way on which those who rush to it share a transaction.
    """
    names = names_in(typed)
    if not names and typed.get("party_size") == "1":
        names = [str(typed.get("name", ""))]
    fields = typed | {"attendees": names}
    if isinstance(typed.get("dates"), str) and not typed.get("whole_course"):
        fields |= {"starts_at": typed["dates"], "dates": []}
    return fields


ROUTES = (new_registration, create_registration)
