"""What happened to a registration, and how to put it into words."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from shared.acting import ActorKind
from shared.messages.notify import MailState
from shared.messages.registration import RegistrationStatus
from shared.translations import N_


class HistoryEntry(Struct, frozen=True, kw_only=True):
    """One change or one mail. `before` and `after` hold what differs; of what is in `unsaid` only that it does."""

    at: datetime
    actor_kind: str
    actor_name: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    unsaid: list[str]
    mail_kind: str
    mail_state: str


SIGNED_UP = {
    RegistrationStatus.PENDING: N_("Signed up, mail address to be confirmed"),
    RegistrationStatus.CONFIRMED: N_("Signed up, got places"),
    RegistrationStatus.WAITING: N_("Signed up, on the waiting list"),
    RegistrationStatus.ATTENDED: N_("Came without signing up"),
}
# By the state before and the state then; else by the state then.
TURNED = {
    (RegistrationStatus.PENDING, RegistrationStatus.CONFIRMED): N_("Confirmed the mail address"),
    (RegistrationStatus.PENDING, RegistrationStatus.EXPIRED): N_("Did not confirm the mail address in time"),
    (RegistrationStatus.OFFERED, RegistrationStatus.CONFIRMED): N_("Accepted the offer"),
    (RegistrationStatus.OFFERED, RegistrationStatus.CANCELLED): N_("Declined the offer"),
    (RegistrationStatus.OFFERED, RegistrationStatus.EXPIRED): N_("Did not answer the offer in time"),
    (RegistrationStatus.ATTENDED, RegistrationStatus.CONFIRMED): N_("Check-in undone"),
    (RegistrationStatus.MISSED, RegistrationStatus.CONFIRMED): N_("Check-in undone"),
}
BECAME = {
    RegistrationStatus.PENDING: N_("Mail address to be confirmed"),
    RegistrationStatus.CONFIRMED: N_("Got places"),
    RegistrationStatus.WAITING: N_("Put on the waiting list"),
    RegistrationStatus.OFFERED: N_("Places offered"),
    RegistrationStatus.CANCELLED: N_("Sign-up cancelled"),
    RegistrationStatus.EXPIRED: N_("Places went on to others"),
    RegistrationStatus.ATTENDED: N_("Checked in"),
    RegistrationStatus.MISSED: N_("Did not come"),
}
COLUMN_NAMES = {
    "party_size": N_("People"),
    "offered_size": N_("Places offered"),
    "attended_count": N_("People who came"),
    "name": N_("Name"),
    "email": N_("Mail address"),
    "phone": N_("Phone number"),
    "language": N_("Language"),
    "smallest_party": N_("Would also come as"),
    "attendees": N_("Names of the people"),
    "answers": N_("Answers"),
}
MAIL_NAMES = {
    "registration_pending": N_("Please confirm your address"),
    "registration_confirmed": N_("Sign-up confirmed"),
    "registration_waiting": N_("On the waiting list"),
    "registration_offered": N_("Places offered"),
    "registration_expired": N_("Places went on to others"),
    "registration_changed": N_("Sign-up changed"),
    "registration_passed_on": N_("Sign-up passed on"),
    "registration_taken_over": N_("Sign-up taken over"),
    "registration_cancelled": N_("Sign-up cancelled"),
    "registration_repeated": N_("Signed up again"),
    "booking": N_("Sign-up for several dates"),
    "announcement": N_("Word from the organiser"),
    "event_changed": N_("Event changed"),
    "event_cancelled": N_("Event cancelled"),
    "reminder": N_("Reminder of a date"),
    "how_was_it": N_("Question how it was"),
}
MAIL_STATES = {
    MailState.SENT: N_("Mail sent: %(kind)s"),
    MailState.FAILED: N_("Mail could not be delivered: %(kind)s"),
    MailState.SKIPPED: N_("Mail not sent, as it was not true any more: %(kind)s"),
    MailState.QUEUED: N_("Mail waits to be sent: %(kind)s"),
}


def deed_of(entry: HistoryEntry) -> str:
    """What was done, as an English sentence to be translated."""
    if entry.after.get("erased"):
        return N_("Names, addresses and answers deleted")
    if "roster_id" in entry.after:
        return N_("Moved to another date")
    if "status" not in entry.after:
        return change_of(entry)
    after = RegistrationStatus(entry.after["status"])
    if after is RegistrationStatus.CANCELLED and entry.actor_kind == ActorKind.CALENDAR:
        return N_("Declined in their calendar")
    if not entry.before:
        return SIGNED_UP.get(after, BECAME[after])
    return TURNED.get((RegistrationStatus(entry.before.get("status", after)), after), BECAME[after])


def change_of(entry: HistoryEntry) -> str:
    """What was done to one that stands as before."""
    if "email" in entry.unsaid:
        return N_("Sign-up passed on") if "name" in entry.unsaid else N_("Sign-up changed")
    if "bounced" in entry.after:
        return N_("Mails do not arrive") if entry.after["bounced"] else N_("Mails arrive again")
    return N_("Sign-up changed")


def counted_columns(entry: HistoryEntry) -> list[str]:
    """The numbers that differ, in the order of `COLUMN_NAMES`; one that begins or ends with its state is no news."""
    return [
        column
        for column in COLUMN_NAMES
        if isinstance(entry.after.get(column), int) and (entry.before.get(column) or not entry.before)
    ]
