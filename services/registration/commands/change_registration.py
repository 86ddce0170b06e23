"""People change what they filled in, or how many they are, within the organiser's limits."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.keep_change import keep_change
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.changes import Change, changed, check_change, check_goes_on, check_own_change
from services.registration.domain.quota import Quota
from services.registration.domain.registration import Registration, fact_about
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import organisations, sign_up_settings
from shared.database import Connection
from shared.messages.registration import RegistrationChanged
from shared.problems import invalid
from shared.translations import N_


async def change_registration(db: Connection, registration_id: UUID, change: Change, *, base_url: str) -> Registration:
    """The registration as it is then; who waits keeps the position.

    Raises `NotFound`, `RegistrationEnded`, `TooLateToChange`, `NotEnoughPlaces` or `Invalid`.
    """
    now = datetime.now(UTC)
    roster, registration = await lock_roster_of(db, registration_id)
    check_goes_on(registration)
    if change.email not in (None, registration.email):
        raise invalid("email", N_("Please pass the registration on to the other address instead."))
    settings = await sign_up_settings.get(db, registration.event_id)

    after = changed(registration, change, settings)
    check_own_change(registration, after, roster, settings, now=now)
    check_change(registration, after, roster, settings)
    await check_quota(db, registration, after, settings)

    fact = fact_about(RegistrationChanged, after, status=after.status, previous_party_size=registration.party_size)
    await keep_change(db, roster, registration, after, fact, base_url=base_url, now=now)
    return after


async def check_quota(db: Connection, before: Registration, after: Registration, settings: SignUpSettings) -> None:
    """No more people from one organisation than it may send. Raises `Invalid`."""
    grows_by = after.party_size - before.party_size
    if settings.organisation_quota is None or before.organisation_id is None or grows_by <= 0:
        return
    taken = await organisations.count_people(db, before.roster_id)
    Quota(limit=settings.organisation_quota, organisations={}, taken=taken).check(before.organisation_id, grows_by)
