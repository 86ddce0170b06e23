"""The API: say something to those who signed up."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import get, post
from msgspec import Meta, Struct, structs

from services.registration.commands.announce import announce
from services.registration.domain.announcement import Announcement, Words
from services.registration.routes.own import get_own_rosters
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import announcements
from shared import idempotency
from shared.access import Who
from shared.forms import from_form, from_json
from shared.openapi import body_of, query_of
from shared.translations import N_
from shared.web import Request, Transaction, principal_of


class Announce(Words, frozen=True, kw_only=True):
    """What to say to those who signed up; without a date to those of all dates."""

    event_id: Annotated[UUID, Meta(title=N_("Event"))]


class AnnouncementList(Struct, frozen=True, kw_only=True):
    items: list[Announcement]


class Listing(Struct, frozen=True, kw_only=True):
    event_id: Annotated[UUID, Meta(title=N_("Event"))]


@post(
    "/api/registrations/announcements",
    who=Who.MEMBER,
    operation_class=body_of(Announce),
    summary="Write to those who signed up",
    cache_control=NOT_STORED,
)
@idempotency.once
async def create_announcement(request: Request, db: Transaction) -> Announcement:
    asked = from_json(Announce, await request.body())
    await get_own_rosters(request, db, asked.event_id)
    said: dict[str, Any] = structs.asdict(asked)
    event_id: UUID = said.pop("event_id")
    principal = principal_of(request)
    return await announce(
        db,
        event_id,
        Words(**said),
        organisation_id=principal.organisation_id,
        sender_name=principal.name,
        request_key=str(uuid4()),
    )


@get(
    "/api/registrations/announcements",
    who=Who.MEMBER,
    operation_class=query_of(Listing),
    summary="What was written to those who signed up",
    cache_control=NOT_STORED,
)
async def list_announcements(request: Request, db: Transaction) -> AnnouncementList:
    listing = from_form(Listing, dict(request.query_params))
    await get_own_rosters(request, db, listing.event_id)
    return AnnouncementList(items=await announcements.list_of_event(db, listing.event_id))


ROUTES = (create_announcement, list_announcements)
