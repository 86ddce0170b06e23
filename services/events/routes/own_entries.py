"""A partner's entries by what is to be done with them, each with its next date and its sign-ups."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.events.domain.event import Event
from services.events.domain.occurrence_dates import dates_of
from services.events.domain.occurrences import MoveFields
from services.events.domain.to_do import OwnEntry
from services.events.tables import coming, sign_ups
from services.events.tables.sign_ups import SignUps
from shared.database import Connection
from shared.formats import first_day
from shared.messages.events import EventStatus


class Board(Struct, frozen=True, kw_only=True):
    """The entries in the order in which they want attention."""

    returned: list[OwnEntry] = []
    drafts: list[OwnEntry] = []
    submitted: list[OwnEntry] = []
    coming: list[OwnEntry] = []
    past: list[OwnEntry] = []

    @property
    def unfinished(self) -> list[OwnEntry]:
        """All that is not over."""
        return [*self.returned, *self.drafts, *self.submitted, *self.coming]


SECTIONS = {EventStatus.RETURNED: "returned", EventStatus.DRAFT: "drafts", EventStatus.SUBMITTED: "submitted"}


async def board_of(db: Connection, own: list[Event], *, now: datetime) -> Board:
    event_ids = [event.id for event in own]
    next_dates = await coming.list_next(db, event_ids, now=now)
    numbers = await sign_ups.list_for(db, event_ids)
    board = Board()
    for event in own:
        ahead = next_dates.get(event.id)
        # What is postponed waits for its new date, also when the old one has passed.
        is_over = ahead is None and first_day(event) is not None and event.status is not EventStatus.POSTPONED
        section = SECTIONS.get(event.status, "past" if is_over else "coming")
        when = dates_of(event, ahead) if ahead else days_of(event)
        counted = [numbers[ahead.id]] if ahead and ahead.id in numbers else numbers_of(event.id, numbers)
        getattr(board, section).append(entry_of(event, when, ahead.id if ahead else None, counted))
    board.coming.sort(key=lambda entry: (first_day(entry.when) is None, str(first_day(entry.when))))
    board.past.sort(key=lambda entry: str(first_day(entry.when)), reverse=True)
    return board


def numbers_of(event_id: UUID, numbers: dict[UUID, SignUps]) -> list[SignUps]:
    return [each for each in numbers.values() if each.event_id == event_id]


def entry_of(event: Event, when: MoveFields, occurrence_id: UUID | None, counted: list[SignUps]) -> OwnEntry:
    if not counted:
        return OwnEntry(event=event, when=when, occurrence_id=occurrence_id)
    return OwnEntry(
        event=event,
        when=when,
        occurrence_id=occurrence_id,
        taken_count=sum(each.taken_count for each in counted),
        capacity=counted[0].capacity if len(counted) == 1 else None,
        waiting_count=sum(each.waiting_count for each in counted),
    )


def days_of(event: Event) -> MoveFields:
    """Its own dates: of a series those of the first."""
    return MoveFields(
        starts_at=event.starts_at, ends_at=event.ends_at, starts_on=event.starts_on, ends_on=event.ends_on
    )
