"""What becomes of a campaign: entries, organisations, registrations, attendance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from services.events.domain.campaign import Campaign
from services.events.domain.event import Event
from services.events.domain.programme import dates_of
from shared.formats import first_day
from shared.messages.event_details import Occurrence
from shared.messages.events import PUBLIC_STATUSES, EventStatus

# Of a longer campaign a chart shows only the days on which something is.
WHOLE_CHART = timedelta(days=31)


class Numbers(Struct, frozen=True, kw_only=True):
    """How many people signed up for the dates of an event, wait, and came."""

    registered_count: int = 0
    waiting_count: int = 0
    attended_count: int = 0


class ReportLine(Struct, frozen=True, kw_only=True):
    """An entry that was public; without numbers nobody had to sign up. `answers` are by question."""

    event: Event
    numbers: Numbers | None
    answers: Mapping[UUID, str] = {}


class Report(Struct, frozen=True, kw_only=True):
    campaign: Campaign
    lines: list[ReportLine]

    @property
    def status_counts(self) -> dict[EventStatus, int]:
        counts = Counter(line.event.status for line in self.lines)
        return {status: counts[status] for status in EventStatus if counts[status]}

    @property
    def organisations(self) -> dict[str, int]:
        """How many entries each organisation had that were not called off, the busiest first."""
        counts = Counter(
            line.event.organisation_name for line in self.lines if line.event.status is not EventStatus.CANCELLED
        )
        return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold())))

    @property
    def total(self) -> Numbers:
        numbers = [line.numbers for line in self.lines if line.numbers]
        return Numbers(
            registered_count=sum(each.registered_count for each in numbers),
            waiting_count=sum(each.waiting_count for each in numbers),
            attended_count=sum(each.attended_count for each in numbers),
        )


def report_of(
    campaign: Campaign,
    events: Sequence[Event],
    numbers: Mapping[UUID, Numbers],
    answers: Mapping[UUID, Mapping[UUID, str]],
) -> Report:
    public = [event for event in events if event.status in PUBLIC_STATUSES]
    lines = [
        ReportLine(event=event, numbers=numbers.get(event.id), answers=answers.get(event.id, {})) for event in public
    ]
    return Report(campaign=campaign, lines=lines)


def entries_by_day(
    campaign: Campaign, events: Sequence[Event], occurrences: Mapping[UUID, list[Occurrence]]
) -> dict[date, int]:
    """How many dates begin on each day of the campaign; what was called off or given back does not count."""
    standing = [each for each in events if each.status in {EventStatus.SUBMITTED, EventStatus.PUBLISHED}]
    counts = Counter(
        day
        for event in standing
        for each in dates_of(campaign, event, occurrences.get(event.id, []))
        if (day := first_day(each))
    )
    length = campaign.ends_on - campaign.starts_on
    if length <= WHOLE_CHART:
        counts.update({campaign.starts_on + timedelta(days=number): 0 for number in range(length.days + 1)})
    return {day: counts[day] for day in sorted(counts)}
