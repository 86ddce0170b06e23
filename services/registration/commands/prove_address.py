"""People prove that a mail address is theirs: their places are no longer held for a time, but theirs."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.linked import linked
from services.registration.domain.registration import Registration, fact_about
from services.registration.tables import bookings, registrations, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed, RegistrationStatus
from shared.problems import Conflict, NotFound
from shared.translations import N_


class ProofTooLate(Conflict):
    """The places went on to others."""

    title = N_("This came too late")
    detail = N_("The time to confirm the address is over, and the places went on to others. Please sign up again.")


async def prove_address(db: Connection, registration_id: UUID, *, base_url: str) -> Registration:
    """The registration as it is then, and with it all that were made in one go; nothing happens to one that is proven.

    The rosters stay as they are: the places were counted already. Raises `ProofTooLate` or `NotFound`.
    """
    now = datetime.now(UTC)
    registration = await registrations.find(db, registration_id)
    if registration is None:
        raise NotFound("registration")
    await rosters.lock_of_booking(db, registration.booking_id)
    booked = await bookings.list_all(db, registration.booking_id)
    proven = [held_no_more(each) for each in booked if is_to_prove(each, registration.email, now=now)]

    if proven:
        await bookings.mark_proven(db, [each.id for each in proven])
        facts = [fact_about(RegistrationConfirmed, each, booking_size=len(proven)) for each in proven]
        await outbox.stage(db, *await linked(db, facts, base_url=base_url))

    registration = next(each for each in [*proven, *booked] if each.id == registration_id)
    if registration.status in (RegistrationStatus.PENDING, RegistrationStatus.EXPIRED):
        raise ProofTooLate
    return registration


def is_to_prove(registration: Registration, email: str, *, now: datetime) -> bool:
    """Some of a booking may be somebody else's by now."""
    is_held = registration.held_until is not None and registration.held_until > now
    return registration.status is RegistrationStatus.PENDING and is_held and registration.email == email


def held_no_more(registration: Registration) -> Registration:
    return replace(registration, status=RegistrationStatus.CONFIRMED, held_until=None)
