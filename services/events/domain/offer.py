"""What a partner offers all the time, and how people look for it."""

import base64
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from services.events.domain.languages import check_spoken, check_written
from services.events.domain.organisation import SpokenLanguage
from shared.forms import PROSE
from shared.messages.event_details import Group
from shared.problems import invalid
from shared.translations import LONGEST_CODE, N_

Words = Annotated[str, Meta(max_length=200)]


class OfferKind(StrEnum):
    ADVICE = "advice"
    LANGUAGE_COURSE = "language_course"
    MENTORING = "mentoring"
    CAFE = "cafe"
    WORK = "work"
    LEARNING = "learning"
    CHILDREN = "children"
    LEISURE = "leisure"
    THINGS = "things"
    VOLUNTEERING = "volunteering"
    OTHER = "other"


OFFER_KIND_NAMES = {
    OfferKind.ADVICE: N_("Advice and help"),
    OfferKind.LANGUAGE_COURSE: N_("Language course"),
    OfferKind.MENTORING: N_("Mentoring and company"),
    OfferKind.CAFE: N_("Café and meeting place"),
    OfferKind.WORK: N_("Work and training"),
    OfferKind.LEARNING: N_("School and learning"),
    OfferKind.CHILDREN: N_("Families and children"),
    OfferKind.LEISURE: N_("Sport and free time"),
    OfferKind.THINGS: N_("Clothes and things"),
    OfferKind.VOLUNTEERING: N_("Volunteering"),
    OfferKind.OTHER: N_("Other"),
}


class OfferFields(Struct, frozen=True, kw_only=True):
    """What a partner says about a standing offer. Nobody named in `for_whom` means that it is for all."""

    title: Annotated[str, Meta(title=N_("Title"), min_length=1, max_length=120)]
    description: Annotated[str, Meta(title=N_("What do you offer?"), max_length=3000, extra=PROSE)] = ""
    language: Annotated[str, Meta(title=N_("Language of this text"), max_length=LONGEST_CODE)] = "de"
    kind: Annotated[OfferKind, Meta(title=N_("Kind of offer"))] = OfferKind.OTHER
    for_whom: Annotated[list[Group], Meta(title=N_("For whom"), max_length=len(Group))] = []
    languages: Annotated[list[SpokenLanguage], Meta(title=N_("Languages spoken"), max_length=20)] = []
    place: Annotated[str, Meta(title=N_("Place"), max_length=200)] = ""
    online: Annotated[bool, Meta(title=N_("One can take part online"))] = False
    times: Annotated[str, Meta(title=N_("Times"), max_length=200)] = ""
    contact: Annotated[str, Meta(title=N_("Contact"), max_length=200)] = ""


class Offer(Struct, frozen=True, kw_only=True):
    """An offer as it is stored, with the names of those who make it."""

    id: UUID
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    title: str
    description: str
    language: str
    kind: OfferKind
    for_whom: list[Group]
    languages: list[str]
    place: str
    online: bool
    times: str
    contact: str
    changed_at: datetime

    @property
    def fields(self) -> OfferFields:
        return OfferFields(**{name: getattr(self, name) for name in OfferFields.__struct_fields__})


class OfferSearch(Struct, frozen=True, kw_only=True):
    """The filters of the list of offers; all of them must hold. An offer for all is found for every group."""

    q: Annotated[Words | None, Meta(title=N_("Search words"))] = None
    for_whom: Annotated[Group | None, Meta(title=N_("For whom"))] = None
    language: Annotated[str | None, Meta(title=N_("Language spoken"))] = None
    kind: Annotated[OfferKind | None, Meta(title=N_("Kind of offer"))] = None
    cursor: str | None = None


class OfferPosition(Struct, frozen=True, kw_only=True, array_like=True):
    """Where a list of offers goes on: after this one, in the order of titles. Those for all come last."""

    is_for_all: bool
    title: str
    offer_id: UUID


def check_offer(fields: OfferFields) -> None:
    """Raises `Invalid` naming a field that does not fit."""
    check_written(fields)
    check_spoken(fields)


def cursor_of(position: OfferPosition) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def position_of(cursor: str) -> OfferPosition:
    """Raises `Invalid` for a cursor that we did not give out."""
    try:
        encoded = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(encoded, type=OfferPosition)
    except (ValueError, msgspec.MsgspecError) as error:
        raise invalid("cursor", N_("This is not a cursor of ours.")) from error
