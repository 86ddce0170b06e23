"""The API: register."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.datastructures import CacheControlHeader
from msgspec import Meta, Struct

from services.registration.commands.register import Date
from services.registration.domain.registration import SignUp
from services.registration.routes.asking import ask, audiences_of
from services.registration.routes.doubting import require_proof
from shared import idempotency
from shared.access import Who
from shared.forms import from_json
from shared.messages.registration import RegistrationStatus
from shared.openapi import body_of
from shared.translations import N_
from shared.web import Request

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


ROUTES = (create_registration,)
