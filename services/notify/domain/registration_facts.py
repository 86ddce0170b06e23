"""What happens to a registration: which mail tells of it, and how the registration stands since."""

from typing import Any

import msgspec

from services.notify.domain.mail import MailKind, RegistrationVariables
from shared.messages.registration import (
    HowItWasAsked,
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationExpired,
    RegistrationFact,
    RegistrationOffered,
    RegistrationPassedOn,
    RegistrationPending,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)

KINDS: dict[type[RegistrationFact], MailKind] = {
    RegistrationPending: MailKind.REGISTRATION_PENDING,
    RegistrationConfirmed: MailKind.REGISTRATION_CONFIRMED,
    RegistrationWaiting: MailKind.REGISTRATION_WAITING,
    RegistrationOffered: MailKind.REGISTRATION_OFFERED,
    RegistrationExpired: MailKind.REGISTRATION_EXPIRED,
    RegistrationCancelled: MailKind.REGISTRATION_CANCELLED,
    RegistrationChanged: MailKind.REGISTRATION_CHANGED,
    RegistrationPassedOn: MailKind.REGISTRATION_TAKEN_OVER,
    RegistrationRepeated: MailKind.REGISTRATION_REPEATED,
    HowItWasAsked: MailKind.HOW_WAS_IT,
}
# Of those whose facts do not say it.
STATUSES: dict[type[RegistrationFact], RegistrationStatus] = {
    RegistrationPending: RegistrationStatus.PENDING,
    RegistrationConfirmed: RegistrationStatus.CONFIRMED,
    RegistrationWaiting: RegistrationStatus.WAITING,
    RegistrationOffered: RegistrationStatus.OFFERED,
    RegistrationExpired: RegistrationStatus.EXPIRED,
    RegistrationCancelled: RegistrationStatus.CANCELLED,
}


def variables_of(fact: RegistrationFact) -> RegistrationVariables:
    """What the mail needs of the fact."""
    said: dict[str, Any] = msgspec.to_builtins(fact)
    return msgspec.convert({"status": STATUSES.get(type(fact))} | said, RegistrationVariables)
