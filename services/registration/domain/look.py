"""A look of a coordinator at who comes to the event of another organisation, which lets them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from shared.translations import N_


class LookKind(StrEnum):
    """At what: a page's list, one party, a file or a printed list, or what a program was given."""

    LIST = "list"
    REGISTRATION = "registration"
    EXPORT = "export"
    API = "api"


LOOK_NAMES = {
    LookKind.LIST: N_("the list"),
    LookKind.REGISTRATION: N_("one registration"),
    LookKind.EXPORT: N_("a file with the list"),
    LookKind.API: N_("the list, by a program"),
}


class Look(Struct, frozen=True, kw_only=True):
    """Who looked, by name; empty when it was a program with the organisation's token."""

    kind: LookKind
    registration_id: UUID | None
    member_name: str
    organisation_name: str
    looked_at: datetime
