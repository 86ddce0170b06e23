"""How coordinators look for mails."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.messages.notify import MailState
from shared.translations import N_


class MailSearch(Struct, frozen=True, kw_only=True):
    """`recipient` is any part of an address; `cursor` is the id of the last mail of the page before."""

    state: Annotated[MailState | None, Meta(title=N_("State"))] = None
    recipient: Annotated[Annotated[str, Meta(max_length=254)] | None, Meta(title=N_("Address"))] = None
    cursor: UUID | None = None
