"""Who may see who comes: the organisation itself, and coordinators where it lets them, whose looks are written down.

They look, and change nothing: what changes something asks `routes/own.py`.
"""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from services.registration.domain.look import LookKind
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.tables import looks, registrations, rosters, sign_up_settings
from shared.database import Connection
from shared.problems import NotFound
from shared.web import Request, principal_of


class Sight(StrEnum):
    """How much one sees of an event: all of what is one's own, its people as a coordinator, or numbers alone."""

    OWN = "own"
    PEOPLE = "people"
    COUNTS = "counts"


async def find_sight(request: Request, db: Connection, event_id: UUID) -> tuple[Sight, list[Roster]]:
    """With the event's rosters, at least one. Raises `NotFound` for what is another's, but to coordinators."""
    caller = principal_of(request)
    found = await rosters.list_of_event(db, event_id)
    own = [roster for roster in found if roster.organisation_id == caller.organisation_id]
    if own:
        return Sight.OWN, own
    if not found or not caller.is_coordinator:
        raise NotFound("roster")
    settings = await sign_up_settings.get(db, event_id)
    return Sight.PEOPLE if settings.coordinators_see_people else Sight.COUNTS, found


async def look_at_people(
    request: Request, db: Connection, event_id: UUID, kind: LookKind, *, registration_id: UUID | None = None
) -> tuple[Sight, list[Roster]]:
    """The event's rosters for one who may see its people; a coordinator's look is written down. Raises `NotFound`.

    A GET that writes: the one trace that reading has to leave.
    """
    sight, found = await find_sight(request, db, event_id)
    if sight is Sight.COUNTS:
        raise NotFound("roster")
    if sight is Sight.PEOPLE:
        looker = principal_of(request)
        now = datetime.now(UTC)
        await looks.insert(db, kind, looker, event_id=event_id, registration_id=registration_id, now=now)
    return sight, found


async def look_at_registration(
    request: Request, db: Connection, registration_id: UUID, kind: LookKind = LookKind.REGISTRATION
) -> tuple[Sight, Registration]:
    """Raises `NotFound`."""
    registration = await registrations.find(db, registration_id)
    if registration is None:
        raise NotFound("registration")
    sight, _ = await look_at_people(request, db, registration.event_id, kind, registration_id=registration_id)
    return sight, registration
