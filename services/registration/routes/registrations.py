"""The API: register, list and cancel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import CacheControlHeader
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.register import Date
from services.registration.domain.registration import Registration, SignUp
from services.registration.routes.asking import ask, audiences_of
from services.registration.routes.doubting import require_proof
from services.registration.routes.own import get_own_registration, get_own_rosters
from services.registration.tables import registrations
from shared import idempotency
from shared.access import Who
from shared.forms import from_form, from_json
from shared.messages.registration import RegistrationStatus
from shared.openapi import body_of, query_of
from shared.translations import N_
from shared.web import Request, Transaction

ITEMS_PER_PAGE = 100
# Names and addresses stay in no cache on the way.
NOT_STORED = CacheControlHeader(no_store=True)


class Register(SignUp, frozen=True, kw_only=True):
    """Sign a party up for an event."""

    event_id: Annotated[UUID, Meta(title=N_("Event"))]


class Registered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer; the link to the people's own page comes to them by mail only."""

    id: UUID
    status: RegistrationStatus
    waiting_position: int | None = None


class RegistrationItem(Struct, frozen=True, kw_only=True):
    """A party as its organiser sees it."""

    id: UUID
    event_id: UUID
    occurrence_id: UUID
    name: str
    email: str
    phone: str
    party_size: int
    language: str
    status: RegistrationStatus
    registered_at: datetime
    cancelled_at: datetime | None


class RegistrationList(Struct, frozen=True, kw_only=True):
    items: list[RegistrationItem]
    next_cursor: str | None


class Listing(Struct, frozen=True, kw_only=True):
    """Which registrations are wanted; the cursor is the arrival after which the page begins."""

    event_id: Annotated[UUID, Meta(title=N_("Event"))]
    cursor: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0


# No `db` here: those who wait for their turn at a roster must not hold the connections that the turn needs.
@post(
    "/api/registrations",
    who=Who.ANYONE,
    operation_class=body_of(
        Register, headers={idempotency.HEADER: "A name for this request: sent again, it does nothing"}
    ),
    summary="Register a party",
)
async def create_registration(request: Request) -> Registered:
    await require_proof(request)
    key = idempotency.key_of(request)
    register = from_json(Register, await request.body())
    date = Date(event_id=register.event_id, starts_at=register.starts_at, audiences=audiences_of(request))
    answer = await ask(request, date, register, key=key)
    return Registered(id=answer.registration_id, status=answer.status, waiting_position=answer.waiting_position)


@get(
    "/api/registrations",
    who=Who.MEMBER,
    operation_class=query_of(Listing),
    summary="Who has registered for an event of yours",
    cache_control=NOT_STORED,
)
async def list_registrations(request: Request, db: Transaction) -> RegistrationList:
    listing = from_form(Listing, dict(request.query_params))
    await get_own_rosters(request, db, listing.event_id)
    # One more than a page holds tells whether there is another page.
    found = await registrations.list_of_event(db, listing.event_id, after=listing.cursor, limit=ITEMS_PER_PAGE + 1)
    shown = found[:ITEMS_PER_PAGE]
    return RegistrationList(
        items=[item_of(registration) for registration in shown],
        next_cursor=str(shown[-1].arrival) if len(found) > len(shown) else None,
    )


@post(
    "/api/registrations/{registration_id:uuid}/cancellation",
    who=Who.MEMBER,
    status_code=200,
    summary="Cancel a registration",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_cancellation(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    registration = await get_own_registration(request, db, registration_id)
    return item_of(await cancel_registration(db, registration.id, base_url=request.app.state.settings.base_url))


def item_of(registration: Registration) -> RegistrationItem:
    return RegistrationItem(
        id=registration.id,
        event_id=registration.event_id,
        occurrence_id=registration.roster_id,
        name=registration.name,
        email=registration.email,
        phone=registration.phone,
        party_size=registration.party_size,
        language=registration.language,
        status=registration.status,
        registered_at=registration.registered_at,
        cancelled_at=registration.cancelled_at,
    )


ROUTES = (create_registration, list_registrations, create_cancellation)
