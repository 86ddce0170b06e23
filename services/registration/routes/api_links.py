"""The API for people themselves: what their own page does, for apps that have the link from their mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import FromPath
from msgspec import Struct

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.change_registration import change_registration
from services.registration.commands.decline_offer import decline_offer
from services.registration.commands.make_personal_feed import make_personal_feed
from services.registration.commands.pass_on import pass_on
from services.registration.commands.prove_address import prove_address
from services.registration.commands.request_erasure import request_erasure
from services.registration.domain.changes import Change, PassOn
from services.registration.domain.opinion import Opinion
from services.registration.domain.own_date import Joining
from services.registration.domain.own_standing import Deeds
from services.registration.routes.by_link import open_link
from services.registration.routes.own_registration import Deed
from services.registration.routes.own_view import view_of
from services.registration.routes.personal_feed import address_of
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import personal_feeds
from shared import idempotency
from shared.access import Who
from shared.database import Connection
from shared.forms import from_json
from shared.messages.registration import RegistrationStatus
from shared.openapi import body_of
from shared.sessions import new_token
from shared.web import Request, Transaction, base_url

LINK = "/api/registrations/links/{token:str}"


class OtherState(Struct, frozen=True, kw_only=True):
    """A date that was signed up for together with this one; its id goes into `of`."""

    id: UUID
    status: RegistrationStatus


class OwnState(Struct, frozen=True, kw_only=True):
    """A registration as its people see it; how to join is for those who have a place."""

    id: UUID
    event_id: UUID
    event: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    status: RegistrationStatus
    name: str
    email: str
    phone: str
    party_size: int
    smallest_party: int | None
    attendees: list[str]
    answers: dict[str, Any]
    language: str
    offered_size: int | None
    held_until: datetime | None
    waiting_position: int | None
    joining: Joining | None
    deeds: Deeds
    opinion: Opinion | None
    others: list[OtherState]


class FeedAddress(Struct, frozen=True, kw_only=True):
    """A private calendar address: it is said this once, and ends the one before."""

    address: str


class ReceiptAddress(Struct, frozen=True, kw_only=True):
    """Where to look up what became of it."""

    receipt: str


@get(LINK, who=Who.ANYONE, summary="Your own registration", cache_control=NOT_STORED)
async def show_own_state(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    return await state_of(request, db, token)


@patch(
    LINK,
    who=Who.ANYONE,
    operation_class=body_of(Change),
    summary="Change your own registration",
    cache_control=NOT_STORED,
)
async def update_own_registration(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    opened = await open_link(request, db, token)
    change = from_json(Change, await request.body())
    await change_registration(db, opened.registration.id, change, base_url=base_url(request))
    return await state_of(request, db, token)


@post(f"{LINK}/proof", who=Who.ANYONE, status_code=200, summary="Confirm your address", cache_control=NOT_STORED)
@idempotency.once
async def create_own_proof(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    return await done(prove_address, request, db, token)


@post(f"{LINK}/acceptance", who=Who.ANYONE, status_code=200, summary="Accept an offer", cache_control=NOT_STORED)
@idempotency.once
async def create_own_acceptance(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    return await done(accept_offer, request, db, token)


@post(f"{LINK}/refusal", who=Who.ANYONE, status_code=200, summary="Decline an offer", cache_control=NOT_STORED)
@idempotency.once
async def create_own_refusal(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    return await done(decline_offer, request, db, token)


@post(f"{LINK}/cancellation", who=Who.ANYONE, status_code=200, summary="Cancel", cache_control=NOT_STORED)
@idempotency.once
async def create_cancellation_by_link(request: Request, db: Transaction, token: FromPath[str]) -> OwnState:
    return await done(cancel_registration, request, db, token)


@post(
    f"{LINK}/pass-on",
    who=Who.ANYONE,
    status_code=204,
    operation_class=body_of(PassOn),
    summary="Give your places to somebody else; the link ends",
)
@idempotency.once
async def create_own_passing_on(request: Request, db: Transaction, token: FromPath[str]) -> None:
    opened = await open_link(request, db, token)
    to = from_json(PassOn, await request.body())
    await pass_on(db, opened.registration.id, to, base_url=base_url(request))


@post(f"{LINK}/feed", who=Who.ANYONE, summary="A private calendar address", cache_control=NOT_STORED)
async def create_own_feed(request: Request, db: Transaction, token: FromPath[str]) -> FeedAddress:
    opened = await open_link(request, db, token)
    return FeedAddress(address=address_of(request, await make_personal_feed(db, opened.person)))


@delete(f"{LINK}/feed", who=Who.ANYONE, summary="End your private calendar address")
async def delete_own_feed(request: Request, db: Transaction, token: FromPath[str]) -> None:
    opened = await open_link(request, db, token)
    await personal_feeds.delete_of(db, opened.person)


@post(f"{LINK}/erasure", who=Who.ANYONE, status_code=202, summary="Delete everything", cache_control=NOT_STORED)
@idempotency.once
async def create_own_erasure(request: Request, db: Transaction, token: FromPath[str]) -> ReceiptAddress:
    opened = await open_link(request, db, token)
    receipt = new_token()
    await request_erasure(
        db, opened.person, email=opened.registration.email, receipt=receipt, base_url=base_url(request)
    )
    return ReceiptAddress(receipt=f"{base_url(request)}/api/registrations/erasures/{receipt}")


async def done(deed: Deed, request: Request, db: Connection, token: str) -> OwnState:
    opened = await open_link(request, db, token)
    await deed(db, opened.registration.id, base_url=base_url(request))
    return await state_of(request, db, token)


async def state_of(request: Request, db: Connection, token: str) -> OwnState:
    opened = await open_link(request, db, token)
    view = await view_of(db, opened)
    registration = opened.registration
    return OwnState(
        id=registration.id,
        event_id=registration.event_id,
        event=view.event.title if view.event else "",
        starts_at=view.roster.starts_at,
        ends_at=view.roster.ends_at,
        time_zone=view.roster.time_zone,
        status=view.status,
        name=registration.name,
        email=registration.email,
        phone=registration.phone,
        party_size=registration.party_size,
        smallest_party=registration.smallest_party,
        attendees=registration.attendees,
        answers=registration.answers,
        language=registration.language,
        offered_size=registration.offered_size,
        held_until=registration.held_until,
        waiting_position=view.waiting_position,
        joining=view.joining,
        deeds=view.deeds,
        opinion=view.opinion,
        others=[OtherState(id=other.id, status=other.status) for other in view.others],
    )


ROUTES = (
    show_own_state,
    update_own_registration,
    create_own_proof,
    create_own_acceptance,
    create_own_refusal,
    create_cancellation_by_link,
    create_own_passing_on,
    create_own_feed,
    delete_own_feed,
    create_own_erasure,
)
