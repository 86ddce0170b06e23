"""What the events service says."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from shared.messages import State
from shared.messages.event_details import (
    Audience,
    Conference,
    Coordinates,
    CoOrganiser,
    EventText,
    Facts,
    Flyer,
    Instant,
    Occurrence,
    Picture,
    Place,
    Recurrence,
    Return,
    WallTime,
)
from shared.messages.events_facts import (
    ApplicationRefused,
    CampaignReminded,
    CoOrganisationDecided,
    CoOrganisationRequested,
    EventsErasureDone,
    LoginRequested,
    MemberInvited,
    OrganisationApplied,
    StillOnAsked,
)
from shared.messages.given_up import EventsMessageGivenUp


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


class EventState(State, frozen=True, kw_only=True):
    """An event as it stands since `changed_at`, from its first submission on.

    Either `starts_at` and `ends_at` (wall times in `time_zone`), or `starts_on` and `ends_on` (whole days, the last
    one included), or none of them: the date is to be announced.
    In a series the dates are those of its first occurrence as the rule has it; `occurrences` has them all, from the
    first on and for the next two years.
    `vevents` holds the rendered VEVENT by language, at least in `language`; of a series also those of its moved and
    cancelled occurrences. `vevents_without_cancelled` has those that read differently without cancelled occurrences.
    `vevent_words` holds by language what stands in the others of the pages in the place of the words in `language`,
    to be replaced in this order (`shared/calendar_entry.py`), so that one more language costs a few words.
    `join_details` and `conference` are only for people with a place: no page, feed or mail shows them to anybody else,
    unless the conference is public.
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
    coordinates: Coordinates | None = None
    online: bool = False
    join_details: str = ""
    category: str
    languages: list[str] = []
    audience: Audience = Audience.PUBLIC
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
    vevents_without_cancelled: dict[str, str] = {}
    vevent_words: list[dict[str, str]] = []
    recurrence: Recurrence | None = None
    conference: Conference = Conference()
    facts: Facts = Facts()
    texts: list[EventText] = []
    co_organisers: list[CoOrganiser] = []
    wants_co_organisers: bool = False
    is_sold_out: bool = False
    pictures: list[Picture] = []
    flyers: list[Flyer] = []


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


class CampaignState(State, frozen=True, kw_only=True):
    """A frame such as a week of diversity; its days are inclusive. `call_closes_on` is the last day of the call."""

    topic: ClassVar[str] = "events.campaign"

    slug: str
    title: str
    description: str = ""
    organisation_id: UUID
    starts_on: date
    ends_on: date
    call_opens_on: date | None = None
    call_closes_on: date | None = None
    url: str
    changed_at: Instant


class MemberState(State, frozen=True, kw_only=True):
    """A person who logs in for an organisation; gone from `removed_at` on."""

    topic: ClassVar[str] = "events.member"

    organisation_id: UUID
    name: str
    email: str
    language: str
    role: Role
    removed_at: Instant | None = None


class SeenChange(Struct, frozen=True, kw_only=True):
    """When an app had a change of a feed, and how many seconds after it was made."""

    seen_at: Instant
    after_seconds: int


class FeedReadersState(State, frozen=True, kw_only=True):
    """How the calendar apps of one family ask one edge for feeds; counts and times, nothing about who they are.

    `requests_by_day` has UTC days. `seen` holds what apps got that say what they have already; of those that do not
    say, only the first to ask after a change is known: `first_seen`. Both have the newest last.
    """

    topic: ClassVar[str] = "events.feed_readers"

    edge: str
    family: str
    asked_at: Instant
    requests_by_day: dict[date, int] = {}
    seen: list[SeenChange] = []
    first_seen: list[SeenChange] = []


MESSAGES = (
    EventState,
    OrganisationState,
    CampaignState,
    MemberState,
    FeedReadersState,
    LoginRequested,
    MemberInvited,
    OrganisationApplied,
    ApplicationRefused,
    CoOrganisationRequested,
    CoOrganisationDecided,
    CampaignReminded,
    StillOnAsked,
    EventsErasureDone,
    EventsMessageGivenUp,
)
