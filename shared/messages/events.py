"""What the events service says."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from shared.messages import Fact, State

Instant = Annotated[datetime, Meta(tz=True)]
WallTime = Annotated[datetime, Meta(tz=False)]


class EventStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


# What the public may see; all else is between a partner and the coordinator.
PUBLIC_STATUSES = frozenset({EventStatus.PUBLISHED, EventStatus.POSTPONED, EventStatus.CANCELLED})


class Role(StrEnum):
    MEMBER = "member"
    COORDINATOR = "coordinator"


class Place(Struct, frozen=True, kw_only=True):
    name: str
    address: str = ""


class Occurrence(Struct, frozen=True, kw_only=True):
    """One date of an event, as instants; its id stays when the date moves."""

    id: UUID
    starts_at: Instant
    ends_at: Instant


class Return(Struct, frozen=True, kw_only=True):
    """Why a coordinator gave an entry back."""

    reason: str
    note: str = ""


class EventState(State, frozen=True, kw_only=True):
    """An event as it stands since `changed_at`, from its first submission on.

    Either `starts_at` and `ends_at` (wall times in `time_zone`), or `starts_on` and `ends_on` (whole days, the last
    one included), or none of them: the date is to be announced.
    `vevents` holds the rendered VEVENT by language, at least in `language`.
    `join_details` are only for people with a place: no page, feed or mail shows them to anybody else.
    """

    topic: ClassVar[str] = "events.event"

    slug: str
    status: EventStatus
    sequence: int
    title: str
    description: str
    language: str
    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str
    occurrences: list[Occurrence] = []
    place: Place | None = None
    online: bool = False
    join_details: str = ""
    category: str
    languages: list[str] = []
    audience: str = "public"
    takes_registrations: bool = False
    capacity: int | None = None
    organisation_id: UUID
    organisation_slug: str
    organisation_name: str
    campaign: str | None = None
    url: str
    changed_at: Instant
    returned: Return | None = None
    vevents: dict[str, str] = {}


class ApiToken(Struct, frozen=True, kw_only=True):
    """The SHA-256 of a random token, in hex: knowing it lets nobody in."""

    digest: str
    role: Role


class OrganisationState(State, frozen=True, kw_only=True):
    """A partner, and the tokens its website calls our APIs with."""

    topic: ClassVar[str] = "events.organisation"

    slug: str
    name: str
    tokens: list[ApiToken] = []


class MemberState(State, frozen=True, kw_only=True):
    """A person who logs in for an organisation; gone from `removed_at` on."""

    topic: ClassVar[str] = "events.member"

    organisation_id: UUID
    name: str
    email: str
    language: str
    role: Role
    removed_at: Instant | None = None


class LoginRequested(Fact, frozen=True, kw_only=True):
    """A member asked for a link to log in; `link` works once, until `expires_at`."""

    topic: ClassVar[str] = "events.login_requested"
    about: ClassVar[str] = "member_id"

    member_id: UUID
    email: str
    name: str
    language: str
    link: str
    expires_at: Instant


MESSAGES = (EventState, OrganisationState, MemberState, LoginRequested)
