"""What a partner may want to do now: what waits for them, and what is on in the next days."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from services.events.domain.event import Event
from services.events.domain.occurrences import MoveFields
from shared.formats import first_day
from shared.messages.events import EventStatus

SOON = timedelta(days=7)
# A draft of next year has time.
DRAFT_SOON = timedelta(days=28)
# Then one more family fills it.
FEW_PLACES_SHARE = 0.1


class OwnEntry(Struct, frozen=True, kw_only=True):
    """An entry with its next date, or the first of those that are over, and how many come then."""

    event: Event
    when: MoveFields
    # The next date, which registration knows by the same id.
    occurrence_id: UUID | None = None
    taken_count: int | None = None
    capacity: int | None = None
    waiting_count: int = 0

    @property
    def is_nearly_full(self) -> bool:
        if not self.capacity or not self.taken_count:
            return False
        return self.capacity - self.taken_count <= max(1, self.capacity * FEW_PLACES_SHARE)


class Need(StrEnum):
    """Why an entry wants something of its partner."""

    RETURNED = "returned"
    UNFINISHED = "unfinished"
    NEW_DATE = "new_date"
    ASKED_TO_JOIN = "asked_to_join"
    PEOPLE_WAIT = "people_wait"
    NEARLY_FULL = "nearly_full"


class ToDo(Struct, frozen=True, kw_only=True):
    entry: OwnEntry
    need: Need


def to_dos(entries: Iterable[OwnEntry], asked: set[UUID], *, today: date) -> list[ToDo]:
    """In the order of `Need`; `asked` are the events that another organisation asks to join."""
    found = [ToDo(entry=entry, need=need) for entry in entries for need in needs_of(entry, asked, today)]
    return sorted(found, key=lambda each: list(Need).index(each.need))


def needs_of(entry: OwnEntry, asked: set[UUID], today: date) -> list[Need]:
    event, day = entry.event, first_day(entry.when)
    is_ahead = day is not None and day >= today
    said = {
        Need.RETURNED: event.status is EventStatus.RETURNED,
        Need.UNFINISHED: event.status is EventStatus.DRAFT and is_ahead and is_within(day, today, DRAFT_SOON),
        Need.NEW_DATE: event.status is EventStatus.POSTPONED,
        Need.ASKED_TO_JOIN: event.id in asked,
        Need.PEOPLE_WAIT: is_ahead and entry.waiting_count > 0,
        Need.NEARLY_FULL: is_ahead and not entry.waiting_count and entry.is_nearly_full,
    }
    return [need for need, holds in said.items() if holds]


def soon(entries: Iterable[OwnEntry], *, today: date) -> list[OwnEntry]:
    """Those that take place in the next days."""
    return [
        each
        for each in entries
        if each.event.status is EventStatus.PUBLISHED and is_within(first_day(each.when), today, SOON)
    ]


def is_within(day: date | None, today: date, span: timedelta) -> bool:
    return day is not None and today <= day <= today + span
