"""What belongs to the organisation that asks. Of what is another's we say that it is not there: ids tell nothing."""

from uuid import UUID

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.tables import registrations, rosters
from shared.database import Connection
from shared.problems import NotFound
from shared.web import Request, principal_of


async def get_own_rosters(request: Request, db: Connection, event_id: UUID) -> list[Roster]:
    """The rosters of this event, at least one. Raises `NotFound`."""
    organisation_id = principal_of(request).organisation_id
    own = [each for each in await rosters.list_of_event(db, event_id) if each.organisation_id == organisation_id]
    if not own:
        raise NotFound("roster")
    return own


async def get_own_roster(request: Request, db: Connection, roster_id: UUID) -> Roster:
    """Raises `NotFound`."""
    roster = await rosters.get(db, roster_id)
    if roster is None or roster.organisation_id != principal_of(request).organisation_id:
        raise NotFound("roster")
    return roster


async def get_own_registration(request: Request, db: Connection, registration_id: UUID) -> Registration:
    """Raises `NotFound`."""
    registration = await registrations.find(db, registration_id)
    if registration is None:
        raise NotFound("registration")
    await get_own_rosters(request, db, registration.event_id)
    return registration
