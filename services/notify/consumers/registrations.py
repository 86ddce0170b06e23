"""What happens to registrations: each fact is one mail to those who signed up."""

from services.notify.commands.note_registration import note_registration
from services.notify.domain.mail import MailKind
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)


async def note_confirmed(db: Connection, fact: RegistrationConfirmed) -> None:
    await note_registration(db, fact, MailKind.REGISTRATION_CONFIRMED, RegistrationStatus.CONFIRMED)


async def note_waiting(db: Connection, fact: RegistrationWaiting) -> None:
    await note_registration(db, fact, MailKind.REGISTRATION_WAITING, RegistrationStatus.WAITING, fact.waiting_position)


async def note_cancelled(db: Connection, fact: RegistrationCancelled) -> None:
    await note_registration(db, fact, MailKind.REGISTRATION_CANCELLED, RegistrationStatus.CANCELLED)


async def note_repeated(db: Connection, fact: RegistrationRepeated) -> None:
    await note_registration(db, fact, MailKind.REGISTRATION_REPEATED, fact.status, fact.waiting_position)


CONFIRMED = Consumer(name="notify-registration-confirmed", message=RegistrationConfirmed, handle=note_confirmed)
WAITING = Consumer(name="notify-registration-waiting", message=RegistrationWaiting, handle=note_waiting)
CANCELLED = Consumer(name="notify-registration-cancelled", message=RegistrationCancelled, handle=note_cancelled)
REPEATED = Consumer(name="notify-registration-repeated", message=RegistrationRepeated, handle=note_repeated)
