"""What else the network has when something is planned: where it clashes, and which days are still free."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.domain import dates
from services.events.domain.dates import START_MISSING, start_of_day
from shared.messages.event_details import Audience, Group, Instant, WallTime
from shared.messages.events import EventStatus
from shared.problems import invalid

# How many days before and after are looked at as well.
DAYS_AROUND = 2
# How long something is taken to last while its end is not typed yet.
USUAL_LENGTH = timedelta(hours=2)


class Occasion(Struct, frozen=True, kw_only=True):
    """What is being planned, as far as it is known: when, where, for whom; `event_id` is its entry, if it has one."""

    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: Annotated[str, Meta(max_length=64)] = "Europe/Berlin"
    place: Annotated[str, Meta(max_length=120)] = ""
    for_whom: Annotated[list[Group], Meta(max_length=10)] = []
    event_id: UUID | None = None


class Clash(StrEnum):
    """What they share beside the time."""

    TIME = "time"
    PEOPLE = "people"
    PLACE = "place"


class Neighbour(Struct, frozen=True, kw_only=True):
    """A date of another entry; `clash` is None when it does not overlap."""

    event_id: UUID
    slug: str
    title: str
    organisation_id: UUID
    organisation_name: str
    status: EventStatus
    audience: Audience
    place_name: str | None
    online: bool
    for_whom: list[Group]
    is_whole_days: bool
    starts_at: Instant
    ends_at: Instant
    is_same_day: bool = False
    clash: Clash | None = None


class CampaignDays(Struct, frozen=True, kw_only=True):
    slug: str
    title: str
    starts_on: date
    ends_on: date


class Neighbourhood(Struct, frozen=True, kw_only=True):
    """All that is on around an occasion; the free days are those on which nothing else is."""

    first_day: date
    last_day: date
    items: list[Neighbour]
    campaigns: list[CampaignDays]
    free_days: list[date]


def completed(occasion: Occasion) -> Occasion:
    """With an end where none is typed yet. Raises `Invalid` for dates that make no sense, and for none at all."""
    if occasion.starts_at and not occasion.ends_at:
        occasion = replace(occasion, ends_at=occasion.starts_at + USUAL_LENGTH)
    if occasion.starts_on and not occasion.ends_on:
        occasion = replace(occasion, ends_on=occasion.starts_on)
    dates.check(occasion)
    if dates.instants(occasion) is None:
        raise invalid("starts_at", START_MISSING)
    return occasion


def span_of(occasion: Occasion) -> tuple[datetime, datetime]:
    """Its instants. Raises `Invalid` for an occasion without any."""
    span = dates.instants(occasion)
    if span is None:
        raise invalid("starts_at", START_MISSING)
    return span


def days_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day that something touches, its end being exclusive."""
    last_moment = max(starts_at, ends_at - timedelta(microseconds=1))
    return starts_at.astimezone(zone).date(), last_moment.astimezone(zone).date()


def surroundings(occasion: Occasion, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Between which instants neighbours are looked for."""
    first, last = days_of(*span_of(occasion), zone)
    begins, ends = first - timedelta(days=DAYS_AROUND), last + timedelta(days=DAYS_AROUND + 1)
    return start_of_day(begins, zone), start_of_day(ends, zone)


def neighbourhood(
    occasion: Occasion, found: list[Neighbour], campaigns: list[CampaignDays], zone: ZoneInfo
) -> Neighbourhood:
    first, last = days_of(*span_of(occasion), zone)
    day_begins, day_ends = start_of_day(first, zone), start_of_day(last + timedelta(days=1), zone)
    taken = {day for each in found for day in every_day(*days_of(each.starts_at, each.ends_at, zone))}
    around = every_day(first - timedelta(days=DAYS_AROUND), last + timedelta(days=DAYS_AROUND))
    return Neighbourhood(
        first_day=first,
        last_day=last,
        items=[
            replace(
                each,
                is_same_day=each.starts_at < day_ends and each.ends_at > day_begins,
                clash=clash_of(occasion, each),
            )
            for each in found
        ],
        campaigns=campaigns,
        free_days=[day for day in around if day not in taken],
    )


def clash_of(occasion: Occasion, neighbour: Neighbour) -> Clash | None:
    """What keeps people from being at both.

    Something that lasts whole days, such as an exhibition, leaves time for an evening, unless it fills the same room.
    """
    starts_at, ends_at = span_of(occasion)
    if neighbour.starts_at >= ends_at or neighbour.ends_at <= starts_at:
        return None
    if occasion.place and occasion.place.casefold() == (neighbour.place_name or "").casefold():
        return Clash.PLACE
    if neighbour.is_whole_days != (occasion.starts_on is not None):
        return None
    return Clash.PEOPLE if set(occasion.for_whom) & set(neighbour.for_whom) else Clash.TIME


def every_day(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
