"""A party takes the places it was offered."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.locked import lock_roster_of
from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.offers import NothingOffered, OfferExpired, accepted
from services.registration.domain.places import with_change
from services.registration.domain.registration import Registration, fact_about
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed, RegistrationStatus


async def accept_offer(db: Connection, registration_id: UUID, *, base_url: str) -> Registration:
    """The registration as it is then; accepted once more it stays as it is.

    Raises `OfferExpired`, also one second late, `NothingOffered` or `NotFound`.
    """
    now = datetime.now(UTC)
    roster, registration = await lock_roster_of(db, registration_id)
    if registration.status is RegistrationStatus.CONFIRMED:
        return registration
    check_offer(registration, now)

    confirmed = accepted(registration)
    await registrations.keep(db, confirmed)
    await offer_and_tell(
        db,
        with_change(roster, registration, confirmed),
        fact_about(RegistrationConfirmed, confirmed),
        base_url=base_url,
        now=now,
    )
    return confirmed


def check_offer(registration: Registration, now: datetime) -> None:
    if registration.status is RegistrationStatus.EXPIRED:
        raise OfferExpired
    if registration.status is not RegistrationStatus.OFFERED or registration.held_until is None:
        raise NothingOffered
    if now >= registration.held_until:
        raise OfferExpired
