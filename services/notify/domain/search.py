"""How coordinators look for mails."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from services.notify.domain.mail import MailKind
from shared.messages.notify import MailState
from shared.translations import N_


class MailSearch(Struct, frozen=True, kw_only=True):
    """`recipient` is any part of an address, `event` of a title; `cursor` is the last mail of the page before."""

    state: Annotated[MailState | None, Meta(title=N_("State"))] = None
    recipient: Annotated[Annotated[str, Meta(max_length=254)] | None, Meta(title=N_("Address"))] = None
    kind: Annotated[MailKind | None, Meta(title=N_("Mail"))] = None
    event: Annotated[Annotated[str, Meta(max_length=200)] | None, Meta(title=N_("Event"))] = None
    cursor: UUID | None = None
