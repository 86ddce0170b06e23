"""The API: what becomes of a registration after sign-up. People use their link, organisers and their websites this."""

from typing import Annotated
from uuid import UUID

from litestar import patch, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_for_people import cancel_for_people
from services.registration.commands.change_for_people import change_for_people
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.move_registration import move_registration
from services.registration.domain.answers import read_answers
from services.registration.domain.changes import Change
from services.registration.routes.items import RegistrationItem, item_of
from services.registration.routes.own import get_own_registration
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import sign_up_settings
from shared import idempotency
from shared.access import Who
from shared.forms import PROSE, from_json
from shared.openapi import body_of
from shared.translations import N_
from shared.web import Request, Transaction, base_url


class Cancellation(Struct, frozen=True, kw_only=True):
    """Why a registration is cancelled, in the organiser's words; people read it in their mail."""

    reason: Annotated[str, Meta(title=N_("Reason"), max_length=1000, extra=PROSE)] = ""


class Transfer(Struct, frozen=True, kw_only=True):
    """The date that a party is moved to, by the id of its occurrence."""

    roster_id: Annotated[UUID, Meta(title=N_("Date"))]


@patch(
    "/api/registrations/{registration_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(Change),
    summary="Change a registration",
    cache_control=NOT_STORED,
)
async def update_registration(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    change = from_json(Change, await request.body())
    registration = await get_own_registration(request, db, registration_id)
    if change.answers is not None:
        # A program is told of questions that there are not; a form may have some that are gone.
        read_answers(await sign_up_settings.get(db, registration.event_id), change.answers, strict=True)
    return item_of(await change_for_people(db, registration.id, change, base_url=base_url(request)))


@post(
    "/api/registrations/{registration_id:uuid}/cancellation",
    who=Who.MEMBER,
    status_code=200,
    operation_class=body_of(Cancellation),
    summary="Cancel a registration",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_cancellation(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    """The body may be left out."""
    reason = from_json(Cancellation, await request.body() or b"{}").reason
    registration = await get_own_registration(request, db, registration_id)
    return item_of(await cancel_for_people(db, registration.id, reason=reason, base_url=base_url(request)))


@post(
    "/api/registrations/{registration_id:uuid}/transfer",
    who=Who.MEMBER,
    status_code=200,
    operation_class=body_of(Transfer),
    summary="Move a registration to another date",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_transfer(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    roster_id = from_json(Transfer, await request.body()).roster_id
    registration = await get_own_registration(request, db, registration_id)
    return item_of(await move_registration(db, registration.id, roster_id, base_url=base_url(request)))


@post(
    "/api/registrations/{registration_id:uuid}/acceptance",
    who=Who.MEMBER,
    status_code=200,
    summary="Accept an offer for people who told you so",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_acceptance(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    registration = await get_own_registration(request, db, registration_id)
    return item_of(await accept_offer(db, registration.id, base_url=base_url(request)))


@post(
    "/api/registrations/{registration_id:uuid}/refusal",
    who=Who.MEMBER,
    status_code=200,
    summary="Decline an offer for people who told you so",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_refusal(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> RegistrationItem:
    registration = await get_own_registration(request, db, registration_id)
    return item_of(await decline_offer(db, registration.id, base_url=base_url(request)))


ROUTES = (update_registration, create_cancellation, create_transfer, create_acceptance, create_refusal)
