"""Which mails a member may turn off: those that keep them up to date, not those that somebody meant for them."""

from typing import Annotated

from msgspec import Meta, Struct

from services.notify.domain.mail import MailKind
from shared.messages.events import Role
from shared.translations import N_

FOR_MEMBERS = (MailKind.SIGN_UPS_DIGEST, MailKind.ROSTER_NEARLY_FULL)
FOR_COORDINATORS = (MailKind.QUEUE_DIGEST, MailKind.BOUNCES_DIGEST)


class Wishes(Struct, frozen=True, kw_only=True):
    """The mails that a member wants, of those that they may choose."""

    kinds: Annotated[list[MailKind], Meta(title=N_("Which mails do you want?"))] = []


def choices_of(role: Role) -> tuple[MailKind, ...]:
    return (*FOR_MEMBERS, *FOR_COORDINATORS) if role is Role.COORDINATOR else FOR_MEMBERS
