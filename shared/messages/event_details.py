"""What an event is made of, as the others hear of it in its state."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

Instant = Annotated[datetime, Meta(tz=True)]
WallTime = Annotated[datetime, Meta(tz=False)]


class Audience(StrEnum):
    """Who may see an event: everybody, or only the members of the network."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Group(StrEnum):
    """For whom an event or an offer is; none named means for all."""

    FAMILIES = "families"
    CHILDREN = "children"
    YOUNG_PEOPLE = "young_people"
    WOMEN = "women"
    MEN = "men"
    SENIORS = "seniors"
    NEWCOMERS = "newcomers"
    JOB_SEEKERS = "job_seekers"
    VOLUNTEERS = "volunteers"
    PROFESSIONALS = "professionals"


class Cost(StrEnum):
    FREE = "free"
    DONATION = "donation"
    PAID = "paid"


class GermanLevel(StrEnum):
    """The German one should know, in the levels of the CEFR; `NONE` says that none is needed."""

    NONE = "none"
    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    C1 = "c1"


class Facts(Struct, frozen=True, kw_only=True, gc=False):
    """What people look for before they come; what is None or empty was not said."""

    interpreters: list[str] = []
    german_level: GermanLevel | None = None
    for_whom: list[Group] = []
    childcare: bool | None = None
    step_free: bool | None = None
    cost: Cost | None = None
    cost_note: str = ""
    asks_for_papers: bool | None = None
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


class Conference(Struct, frozen=True, kw_only=True, gc=False):
    """How to join online; only for people with a place, unless it `is_public`."""

    url: str = ""
    meeting_id: str = ""
    pass_code: str = ""
    dial_in: str = ""
    is_public: bool = False


class EventText(Struct, frozen=True, kw_only=True, gc=False):
    """Title and description in one more language; outdated once the original has changed since."""

    language: str
    title: str
    description: str
    is_outdated: bool = False


class Place(Struct, frozen=True, kw_only=True, gc=False):
    name: str
    address: str = ""


class Coordinates(Struct, frozen=True, kw_only=True, gc=False):
    """Where the place is, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Picture(Struct, frozen=True, kw_only=True, gc=False):
    """A picture by its addresses; width and height, in pixels, are those of the large one at `url`."""

    id: UUID
    alt: str
    credit: str = ""
    width: int
    height: int
    url: str
    small_url: str
    original_url: str


class Flyer(Struct, frozen=True, kw_only=True, gc=False):
    """A PDF to download."""

    id: UUID
    title: str
    url: str
    size_bytes: int


class Recurrence(Struct, frozen=True, kw_only=True, gc=False):
    """RRULE (RFC 5545, 3.3.10) without its name, such as `FREQ=WEEKLY;COUNT=10`, and the days it does not hold on.

    UNTIL is a day, the last one included.
    """

    rule: str
    except_on: list[date] = []


class OccurrenceStatus(StrEnum):
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Occurrence(Struct, frozen=True, kw_only=True, gc=False):
    """One date of an event, as instants; its id stays when the date moves.

    In a series `recurrence_id` is the wall time at which the rule wants it (midnight for whole days): one that starts
    at another time was moved.
    """

    id: UUID
    starts_at: Instant
    ends_at: Instant
    recurrence_id: WallTime | None = None
    status: OccurrenceStatus = OccurrenceStatus.CONFIRMED


class CoOrganiser(Struct, frozen=True, kw_only=True, gc=False):
    """An organisation that takes part in another's event."""

    id: UUID
    slug: str
    name: str


class Return(Struct, frozen=True, kw_only=True, gc=False):
    """Why a coordinator gave an entry back."""

    reason: str
    note: str = ""
