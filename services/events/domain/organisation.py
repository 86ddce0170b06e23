"""A partner of the network, and what the directory says about it."""

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from msgspec import Meta, Struct

from services.events.domain.languages import check_spoken, check_written
from shared.forms import EMAIL, PROSE
from shared.problems import Conflict, invalid
from shared.translations import LONGEST_CODE, N_

Email = Annotated[str, Meta(max_length=254, extra=EMAIL)]
Line = Annotated[str, Meta(max_length=120)]
Website = Annotated[str, Meta(max_length=200)]
Phone = Annotated[str, Meta(max_length=40)]
SpokenLanguage = Annotated[str, Meta(max_length=3)]

# Digits with what people put between them: +49 (0) 2302 581-0.
PHONE = re.compile(r"\+?[\d ()/.-]{3,}")


class OrganisationFields(Struct, frozen=True, kw_only=True):
    """What a partner says about itself; all of it is public."""

    name: Annotated[str, Meta(title=N_("Name of the organisation"), min_length=1, max_length=120)]
    description: Annotated[str, Meta(title=N_("Who you are"), max_length=3000, extra=PROSE)] = ""
    purpose: Annotated[str, Meta(title=N_("What you do, and for whom"), max_length=1000, extra=PROSE)] = ""
    language: Annotated[str, Meta(title=N_("Language of this text"), max_length=LONGEST_CODE)] = "de"
    languages: Annotated[list[SpokenLanguage], Meta(title=N_("Languages spoken"), max_length=20)] = []
    address: Annotated[str, Meta(title=N_("Address"), max_length=200)] = ""
    opening_hours: Annotated[str, Meta(title=N_("Opening hours"), max_length=500, extra=PROSE)] = ""
    contact_name: Annotated[Line | None, Meta(title=N_("Whom to ask"))] = None
    email: Annotated[Email | None, Meta(title=N_("Mail address"))] = None
    phone: Annotated[Phone | None, Meta(title=N_("Phone"))] = None
    website: Annotated[Website | None, Meta(title=N_("Website"))] = None


class NewOrganisationFields(Struct, frozen=True, kw_only=True):
    """An organisation that a coordinator lets in, and the person who is to be its first member."""

    organisation_name: Annotated[str, Meta(title=N_("Name of the organisation"), min_length=1, max_length=120)]
    name: Annotated[str, Meta(title=N_("Name of the person"), min_length=1, max_length=80)]
    email: Annotated[Email, Meta(title=N_("Mail address"))]
    language: Annotated[str, Meta(title=N_("Language of the mail"), max_length=LONGEST_CODE)] = "de"


class Organisation(Struct, frozen=True, kw_only=True):
    """A partner as it is stored."""

    id: UUID
    slug: str
    name: str
    version: int
    description: str
    purpose: str
    language: str
    languages: list[str]
    address: str
    opening_hours: str
    contact_name: str | None
    email: str | None
    phone: str | None
    website: str | None
    left_at: datetime | None

    @property
    def fields(self) -> OrganisationFields:
        return OrganisationFields(**{name: getattr(self, name) for name in OrganisationFields.__struct_fields__})


class OrganisationLeft(Conflict):
    title = N_("This organisation has left the network")


def check_organisation(fields: OrganisationFields) -> None:
    """Raises `Invalid` naming a field that does not fit."""
    check_written(fields)
    check_spoken(fields)
    check_website(fields.website)
    check_phone(fields.phone)


def check_website(website: str | None) -> None:
    """Raises `Invalid` for what is not a web address: `javascript:` would run in the reader's browser."""
    if website is None:
        return
    try:
        parts = urlsplit(website)
        is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in website
    except ValueError:
        is_web = False
    if not is_web:
        raise invalid("website", N_("This does not look like a web address. An example: https://witten.example"))


def check_phone(phone: str | None) -> None:
    if phone is not None and not PHONE.fullmatch(phone):
        raise invalid("phone", N_("This does not look like a phone number. An example: +49 2302 5810"))
