"""An organiser changes what people filled in, or how many they are."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.keep_change import keep_change
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.answers import without_duties
from services.registration.domain.changes import Change, changed, check_change, check_goes_on
from services.registration.domain.registration import Registration, fact_about
from services.registration.tables import access_links, registrations, sign_up_settings
from shared.database import Connection
from shared.messages.registration import RegistrationChanged
from shared.problems import invalid
from shared.translations import N_


async def change_for_people(db: Connection, registration_id: UUID, change: Change, *, base_url: str) -> Registration:
    """The registration as it is then; who waits keeps the position.

    Raises `NotFound`, `RegistrationEnded`, `NotEnoughPlaces` or `Invalid`.
    """
    now = datetime.now(UTC)
    roster, registration = await lock_roster_of(db, registration_id)
    check_goes_on(registration)
    settings = await sign_up_settings.get(db, registration.event_id)

    after = changed(registration, change, without_duties(settings))
    check_change(registration, after, roster, settings)
    if after.address_key != registration.address_key:
        await check_address_is_new(db, after)
        # Whoever reads the mails to the old address must not open it any more.
        await access_links.delete_of(db, [registration.id])

    fact = fact_about(
        RegistrationChanged,
        after,
        status=after.status,
        previous_party_size=registration.party_size,
        by_organiser=True,
    )
    await keep_change(db, roster, registration, after, fact, base_url=base_url, now=now)
    return after


async def check_address_is_new(db: Connection, registration: Registration) -> None:
    """Raises `Invalid` when somebody else on the roster has this address."""
    if await registrations.find_active(db, registration.roster_id, [registration.address_key]):
        raise invalid("email", N_("Somebody with this address is on the list already."))
