"""The API: register."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.datastructures import CacheControlHeader
from msgspec import Meta, Struct

from services.registration.domain.registration import DateReply, SignUp
from services.registration.routes.asking import ask_by_api
from shared import idempotency
from shared.access import Who
from shared.doubting import require_proof
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


class RegisteredDate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer for one of several dates, which is by the clocks there."""

    id: UUID
    starts_at: datetime
    status: RegistrationStatus
    waiting_position: int | None = None


class Registered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer; the link to the people's own page comes to them by mail only.

    Of several dates it is that for the first, and `registrations` has all.
    """

    id: UUID
    status: RegistrationStatus
    waiting_position: int | None = None
    registrations: list[RegisteredDate] = []


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
    await require_proof(request, api="/api/registrations")
    key = idempotency.key_of(request)
    body = await request.body()
    register = from_json(Register, body)
    replies = await ask_by_api(request, register.event_id, register, key=key, body=body)
    return Registered(
        id=replies[0].registration_id,
        status=replies[0].status,
        waiting_position=replies[0].waiting_position,
        registrations=[registered_date(reply) for reply in replies if isinstance(reply, DateReply)],
    )


def registered_date(reply: DateReply) -> RegisteredDate:
    return RegisteredDate(
        id=reply.registration_id,
        starts_at=reply.starts_at,
        status=reply.status,
        waiting_position=reply.waiting_position,
    )


ROUTES = (create_registration,)
