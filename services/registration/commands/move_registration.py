"""An organiser moves a party to another date, or to another event of the same organisation."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.locked import get
from services.registration.commands.offer_places import offer_and_tell_all
from services.registration.domain.changes import NotEnoughPlaces, check_goes_on
from services.registration.domain.places import with_party, without_party
from services.registration.domain.registration import Registration, fact_about
from services.registration.domain.roster import RegistrationClosed, Roster, fits
from services.registration.tables import registrations, rosters
from shared.database import Connection
from shared.messages.registration import RegistrationChanged, RegistrationStatus
from shared.problems import NotFound, invalid
from shared.translations import N_


async def move_registration(db: Connection, registration_id: UUID, roster_id: UUID, *, base_url: str) -> Registration:
    """The registration as it is then, with its places on the other roster; on that one already it stays as it is.

    Raises `NotFound`, also for another organisation's roster, `RegistrationEnded`, `RegistrationClosed`,
    `NotEnoughPlaces` or `Invalid`.
    """
    now = datetime.now(UTC)
    old, new, registration = await lock_both(db, registration_id, roster_id)
    if old.id == new.id:
        return registration
    check_goes_on(registration)
    await check_takes(db, new, registration, now)

    moved = on_other_roster(registration, new)
    await registrations.keep(db, moved)
    fact = fact_about(
        RegistrationChanged,
        moved,
        status=moved.status,
        previous_party_size=registration.party_size,
        moved_from=old.id,
        by_organiser=True,
    )
    both = [without_party(old, registration), with_party(new, moved)]
    await offer_and_tell_all(db, both, [fact], base_url=base_url, now=now)
    return moved


async def lock_both(db: Connection, registration_id: UUID, roster_id: UUID) -> tuple[Roster, Roster, Registration]:
    """The roster it is on, the one it goes to, and the registration since both are locked. Raises `NotFound`."""
    registration = await get(db, registration_id)
    locked = await rosters.lock_many(db, {registration.roster_id, roster_id})
    registration = await get(db, registration_id)
    old, new = locked.get(registration.roster_id), locked.get(roster_id)
    if old is None or new is None or old.organisation_id != new.organisation_id:
        raise NotFound("roster")
    return old, new, registration


async def check_takes(db: Connection, roster: Roster, registration: Registration, now: datetime) -> None:
    """An organiser may do so also when people cannot sign up by themselves."""
    if roster.closed_at is not None or now >= roster.starts_at:
        raise RegistrationClosed
    if await registrations.find_active(db, roster.id, [registration.address_key]):
        raise invalid("roster_id", N_("Somebody with this address is on the list already."))
    if not fits(roster, registration.party_size):
        raise NotEnoughPlaces("roster_id", left=roster.seats_left or 0)


def on_other_roster(registration: Registration, roster: Roster) -> Registration:
    """The whole party has places there; who still has to prove an address has to do so there."""
    moved = replace(registration, roster_id=roster.id, event_id=roster.event_id)
    if registration.status is RegistrationStatus.PENDING and registration.held_until is not None:
        return replace(moved, held_until=min(registration.held_until, roster.starts_at))
    return replace(moved, status=RegistrationStatus.CONFIRMED, smallest_party=None, offered_size=None, held_until=None)
