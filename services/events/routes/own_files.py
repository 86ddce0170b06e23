"""Pictures and flyers that the caller may change; others need not know that they are there."""

from uuid import UUID

from services.events.domain.attachments import StoredFlyer, StoredPicture
from services.events.routes.api_events import get_own
from services.events.tables import flyers, pictures
from shared.database import Connection
from shared.problems import NotFound
from shared.web import Request, principal_of


async def get_own_picture(request: Request, db: Connection, picture_id: UUID) -> StoredPicture:
    """The picture, if the caller may change it. Raises `NotFound`."""
    picture = await pictures.get(db, picture_id)
    by = principal_of(request)
    if picture.event_id:
        await get_own(request, db, picture.event_id)
    elif picture.organisation_id != by.organisation_id and not by.is_coordinator:
        raise NotFound("picture")
    return picture


async def get_own_flyer(request: Request, db: Connection, flyer_id: UUID) -> StoredFlyer:
    """The flyer, if the caller may change it. Raises `NotFound`."""
    flyer = await flyers.get(db, flyer_id)
    await get_own(request, db, flyer.event_id)
    return flyer
