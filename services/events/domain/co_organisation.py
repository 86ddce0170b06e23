"""Organisations that take part in another's event."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from shared.forms import PROSE
from shared.translations import N_


class CoOrganisationStatus(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class CoOrganisation(Struct, frozen=True, kw_only=True):
    """An organisation's wish to be named on another's event, and what became of it."""

    organisation_id: UUID
    organisation_name: str
    status: CoOrganisationStatus
    note: str


class AskFields(Struct, frozen=True, kw_only=True):
    note: Annotated[str, Meta(title=N_("What would you like to do there?"), max_length=500, extra=PROSE)] = ""


class DecisionFields(Struct, frozen=True, kw_only=True):
    status: Annotated[CoOrganisationStatus, Meta(title=N_("Decision"))]
