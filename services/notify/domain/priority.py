"""What is mailed first."""

from enum import IntEnum

from services.notify.domain.mail import MailKind

# Somebody sits there and waits for these.
AWAITED = frozenset(
    {
        MailKind.LOGIN,
        MailKind.MEMBER_INVITED,
        MailKind.REGISTRATION_PENDING,
        MailKind.REGISTRATION_CONFIRMED,
        MailKind.REGISTRATION_WAITING,
        MailKind.REGISTRATION_OFFERED,
        MailKind.REGISTRATION_CANCELLED,
        MailKind.REGISTRATION_CHANGED,
        MailKind.REGISTRATION_PASSED_ON,
        MailKind.REGISTRATION_TAKEN_OVER,
        MailKind.REGISTRATION_REPEATED,
        MailKind.BOOKING,
        MailKind.SUBSCRIPTION_PENDING,
        MailKind.SUBSCRIPTION_CHANGED,
    }
)
# Each goes to thousands at once.
TO_MANY = frozenset({MailKind.WEEKLY_DIGEST, MailKind.EDITION})


class Priority(IntEnum):
    """The lower goes first."""

    AWAITED = 0
    SINGLE = 1
    TO_MANY = 2


def priority_of(kind: MailKind) -> Priority:
    return Priority.AWAITED if kind in AWAITED else Priority.TO_MANY if kind in TO_MANY else Priority.SINGLE
