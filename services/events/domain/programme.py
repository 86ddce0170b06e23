"""The programme of a campaign as it is printed, and what became different afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.domain.campaign import Campaign
from services.events.domain.event import Event
from shared.formats import first_day, last_day
from shared.messages.event_details import EventText, Instant, Occurrence, OccurrenceStatus, WallTime
from shared.messages.events import EventStatus
from shared.texts import CONTROL_CHARACTER
from shared.translations import N_

# Enough to know what it is about; the rest is on its page.
TEXT_LENGTH = 280


class ProgrammeDate(Struct, frozen=True, kw_only=True):
    """One date in wall times or whole days."""

    starts_at: WallTime | None = None
    ends_at: WallTime | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class ProgrammeEntry(Struct, frozen=True, kw_only=True):
    """An event as the programme shows it, also in the languages of `texts`.

    Without dates it is to be announced, or postponed.
    """

    event_id: UUID
    title: str
    text: str
    language: str
    organisers: list[str]
    dates: list[ProgrammeDate]
    is_postponed: bool
    place: str
    address: str
    online: bool
    languages: list[str]
    takes_registrations: bool
    is_sold_out: bool = False
    texts: list[EventText] = []
    url: str


class Programme(Struct, frozen=True, kw_only=True):
    title: str
    description: str
    organisation: str
    starts_on: date
    ends_on: date
    url: str
    entries: list[ProgrammeEntry]


class Edition(Struct, frozen=True, kw_only=True):
    """A programme as it went to print; editions of a campaign are counted from 1. `frozen_by` is an organisation."""

    number: int
    frozen_at: Instant
    frozen_by: str
    programme: Programme


class ChangeKind(StrEnum):
    CANCELLED = "cancelled"
    GONE = "gone"
    POSTPONED = "postponed"
    MOVED = "moved"
    PLACE = "place"
    TITLE = "title"
    NEW = "new"


CHANGE_NAMES = {
    ChangeKind.CANCELLED: N_("Cancelled"),
    ChangeKind.GONE: N_("No longer part of the programme"),
    ChangeKind.POSTPONED: N_("Postponed"),
    ChangeKind.MOVED: N_("Another time"),
    ChangeKind.PLACE: N_("Another place"),
    ChangeKind.TITLE: N_("Another title"),
    ChangeKind.NEW: N_("New"),
}


class Change(Struct, frozen=True, kw_only=True):
    """How an entry differs from the printed one; a new one has no `before`, one that is off has no `after`."""

    kinds: list[ChangeKind]
    before: ProgrammeEntry | None
    after: ProgrammeEntry | None


def programme_of(
    campaign: Campaign, events: Sequence[Event], occurrences: Mapping[UUID, list[Occurrence]], *, base_url: str
) -> Programme:
    """What is public and takes place, or will on a day not known yet."""
    shown = {EventStatus.PUBLISHED, EventStatus.POSTPONED}
    entries = [
        entry_of(campaign, event, occurrences.get(event.id, []), base_url=base_url)
        for event in events
        if event.is_public and event.status in shown
    ]
    return Programme(
        title=plain(campaign.title),
        description=plain(campaign.description),
        organisation=plain(campaign.organisation_name),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        url=f"{base_url}/campaigns/{campaign.slug}",
        entries=entries,
    )


def entry_of(campaign: Campaign, event: Event, occurrences: Sequence[Occurrence], *, base_url: str) -> ProgrammeEntry:
    is_postponed = event.status is EventStatus.POSTPONED
    co_organisers = [each.name for each in event.co_organisers]
    return ProgrammeEntry(
        event_id=event.id,
        title=plain(event.title),
        text=shortened(plain(event.description)),
        language=event.language,
        organisers=[plain(name) for name in (event.organisation_name, *co_organisers)],
        dates=[] if is_postponed else dates_of(campaign, event, occurrences),
        is_postponed=is_postponed,
        place=plain(event.place_name or ""),
        address=plain(event.place_address),
        online=event.online,
        languages=event.languages,
        takes_registrations=event.takes_registrations,
        is_sold_out=event.is_sold_out,
        texts=[
            EventText(language=each.language, title=plain(each.title), description=shortened(plain(each.description)))
            for each in event.texts
        ],
        url=f"{base_url}/events/{event.slug}",
    )


def dates_of(campaign: Campaign, event: Event, occurrences: Sequence[Occurrence]) -> list[ProgrammeDate]:
    """Its dates in the campaign's days; of a series only those, of another event the one that it has."""
    dates = [
        date_of(event, each)
        for each in sorted(occurrences, key=lambda each: each.starts_at)
        if each.status is not OccurrenceStatus.CANCELLED
    ]
    inside = [
        each
        for each in dates
        if (first_day(each) or date.min) <= campaign.ends_on and (last_day(each) or date.max) >= campaign.starts_on
    ]
    return inside if len(dates) > 1 else dates


def date_of(event: Event, occurrence: Occurrence) -> ProgrammeDate:
    zone = ZoneInfo(event.time_zone)
    begins, ends = (wall_time(instant, zone) for instant in (occurrence.starts_at, occurrence.ends_at))
    if event.starts_on:
        return ProgrammeDate(starts_on=begins.date(), ends_on=(ends - timedelta(days=1)).date())
    return ProgrammeDate(starts_at=begins, ends_at=ends)


def wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def plain(text: str) -> str:
    """The text without what could turn or hide other text: entries that were imported never passed a form."""
    return CONTROL_CHARACTER.sub("", text.replace("\r\n", "\n")).strip()


def shortened(text: str) -> str:
    """The beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= TEXT_LENGTH:
        return line
    cut = line[:TEXT_LENGTH].rpartition(" ")[0] or line[:TEXT_LENGTH]
    return f"{cut.rstrip(' ,;:–-')} …"


def by_day(programme: Programme) -> list[tuple[date, list[tuple[ProgrammeDate, ProgrammeEntry]]]]:
    """The dates of its entries day by day, whole days first; what lasts for days stands on its first."""
    days: dict[date, list[tuple[ProgrammeDate, ProgrammeEntry]]] = {}
    for entry in programme.entries:
        for each in entry.dates:
            days.setdefault(first_day(each) or programme.starts_on, []).append((each, entry))
    begin = datetime.min  # noqa: DTZ901 - compared with wall times
    return [
        (day, sorted(days[day], key=lambda pair: (pair[0].starts_at or begin, pair[1].title))) for day in sorted(days)
    ]


def undated(programme: Programme) -> list[ProgrammeEntry]:
    return [entry for entry in programme.entries if not entry.dates]


def changes_since(printed: Programme, now: Programme, *, cancelled: set[UUID]) -> list[Change]:
    """What is not as printed any more, in the order of the printed programme; what is new comes last."""
    current = {entry.event_id: entry for entry in now.entries}
    changes = [change_of(before, current.get(before.event_id), cancelled) for before in printed.entries]
    known = {entry.event_id for entry in printed.entries}
    added = [entry for entry in now.entries if entry.event_id not in known]
    new = [Change(kinds=[ChangeKind.NEW], before=None, after=entry) for entry in added]
    return [change for change in changes if change.kinds] + new


def change_of(before: ProgrammeEntry, after: ProgrammeEntry | None, cancelled: set[UUID]) -> Change:
    if after is None:
        kind = ChangeKind.CANCELLED if before.event_id in cancelled else ChangeKind.GONE
        return Change(kinds=[kind], before=before, after=None)
    kinds = []
    if after.is_postponed and not before.is_postponed:
        kinds.append(ChangeKind.POSTPONED)
    elif after.dates != before.dates:
        kinds.append(ChangeKind.MOVED)
    if (after.place, after.address, after.online) != (before.place, before.address, before.online):
        kinds.append(ChangeKind.PLACE)
    if after.title != before.title:
        kinds.append(ChangeKind.TITLE)
    return Change(kinds=kinds, before=before, after=after)
