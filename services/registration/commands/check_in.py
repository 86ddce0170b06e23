"""Check a party in: they are here."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.registration.commands.linked import linked
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.attendance import (
    HAVE_PLACES,
    Arrival,
    TooEarly,
    checked_in,
    is_door_open,
    with_counted,
)
from services.registration.domain.registration import Registration, fact_about
from services.registration.tables import attendance, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed


async def check_in(db: Connection, registration_id: UUID, arrival: Arrival, *, base_url: str) -> Registration:
    """The registration as it is then; the same again, or an older word that comes later, changes nothing.

    Who had no place yet is told that they have one now. Raises `NotFound`, `TooEarly`, `NotComing`,
    `NotEnoughPlaces` or `Invalid`.
    """
    now = datetime.now(UTC)
    roster, before = await lock_roster_of(db, registration_id)
    if not is_door_open(roster, now):
        raise TooEarly
    after = checked_in(before, arrival.attended_count)
    counted_at = now - timedelta(seconds=arrival.seconds_ago)
    if not await attendance.mark_counted(db, before.id, counted_at=counted_at) or after == before:
        return before

    roster = await rosters.keep(db, with_counted(roster, before, after))
    await attendance.keep(db, after, roster_version=roster.version)
    facts = [] if before.status in HAVE_PLACES else [fact_about(RegistrationConfirmed, after)]
    await outbox.stage(db, *await linked(db, facts, base_url=base_url), roster.state)
    return after
