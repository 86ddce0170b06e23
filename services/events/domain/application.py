"""An organisation asks to be let into the network."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from services.events.domain.languages import check_written
from services.events.domain.organisation import Email, Phone, Website, check_phone, check_website
from shared.forms import PROSE
from shared.problems import Conflict
from shared.translations import LONGEST_CODE, N_

# Coordinators get a mail for each; a network has some dozens of organisations in all.
MOST_WAITING = 40
MOST_PER_ADDRESS = 3
PER_ADDRESS_WITHIN = timedelta(days=1)


class Decision(StrEnum):
    VERIFIED = "verified"
    REFUSED = "refused"


class ApplicationFields(Struct, frozen=True, kw_only=True):
    """Who wants to take part, and whom to answer."""

    organisation_name: Annotated[str, Meta(title=N_("Name of the organisation"), min_length=1, max_length=120)]
    description: Annotated[
        str, Meta(title=N_("What does your organisation do?"), min_length=1, max_length=2000, extra=PROSE)
    ]
    website: Annotated[Website | None, Meta(title=N_("Website"))] = None
    name: Annotated[str, Meta(title=N_("Your name"), min_length=1, max_length=80)]
    email: Annotated[Email, Meta(title=N_("Your mail address"))]
    phone: Annotated[Phone | None, Meta(title=N_("Phone"))] = None
    language: Annotated[str, Meta(title=N_("Language of our answer"), max_length=LONGEST_CODE)] = "de"


class RefusalFields(Struct, frozen=True, kw_only=True):
    note: Annotated[str, Meta(title=N_("Why not? The applicant reads this."), max_length=1000, extra=PROSE)] = ""


class Application(Struct, frozen=True, kw_only=True):
    """An application as it is stored."""

    id: UUID
    organisation_name: str
    description: str
    website: str | None
    name: str
    email: str
    phone: str | None
    language: str
    applied_at: datetime
    decision: Decision | None
    decided_at: datetime | None


class TooManyApplications(Conflict):
    title = N_("We cannot take more applications at the moment")
    detail = N_("Please try again tomorrow, or write us a mail.")


class AlreadyDecided(Conflict):
    title = N_("This application was decided already")


def check_application(fields: ApplicationFields) -> None:
    """Raises `Invalid` naming a field that does not fit."""
    check_written(fields)
    check_website(fields.website)
    check_phone(fields.phone)
