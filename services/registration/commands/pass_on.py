"""People give their places, or their position on the waiting list, to somebody else."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.registration.commands.keep_change import keep_change
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.changes import (
    NotProven,
    PassOn,
    check_goes_on,
    check_in_time,
    passed_on,
)
from services.registration.domain.registration import Registration, fact_about
from services.registration.tables import access_links, registrations, sign_up_settings
from shared.database import Connection
from shared.messages.registration import RegistrationPassedOn, RegistrationStatus


async def pass_on(db: Connection, registration_id: UUID, to: PassOn, *, base_url: str) -> Registration:
    """The registration as the other person has it, whose link is in the mail alone: older ones open nothing any more.

    Somebody who has signed up already gets these places besides. To refuse that, or to do something else then, would
    tell the one who passes on who is registered; and no more people come than before.

    Raises `NotFound`, `RegistrationEnded`, `TooLateToChange`, `NotProven` or `Invalid`.
    """
    now = datetime.now(UTC)
    roster, registration = await lock_roster_of(db, registration_id)
    check_goes_on(registration)
    check_in_time(roster, await sign_up_settings.get(db, registration.event_id), now=now)
    if registration.status is RegistrationStatus.PENDING:
        raise NotProven

    after = passed_on(registration, to, booking_id=uuid4(), now=now)
    await access_links.delete_of(db, [registration.id])
    await registrations.mark_passed_on(db, registration.id, now=now)
    fact = fact_about(
        RegistrationPassedOn,
        after,
        status=after.status,
        previous_name=registration.name,
        previous_email=registration.email,
        previous_language=registration.language,
    )
    await keep_change(db, roster, registration, after, fact, base_url=base_url, now=now)
    return after
