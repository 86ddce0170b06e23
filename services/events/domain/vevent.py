"""An event as VEVENTs (RFC 5545, 3.6.1), rendered once when it changes; the same state gives the same bytes.

Nothing in it is for some people only: who may join online sees how on our pages and in mails.
"""

from datetime import datetime
from mimetypes import guess_type
from typing import TypeAlias
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vRecur, vUri
from msgspec.structs import replace

from services.events.domain.dates import instants
from services.events.domain.recurrence import instant, last_day_of, wall_length, wall_start
from services.events.domain.vevent_words import words_of
from shared.calendar_dates import add_dates, in_kind, is_plain, walls, zone_of
from shared.calendar_entry import END, LINE_END
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus
from shared.translations import LANGUAGE_CODES

# The old date of a postponed event is off, but apps that drop cancelled entries without a word must go on showing why.
STATUS = {
    EventStatus.PUBLISHED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}
# The lines of a VEVENT that are the same in all languages, without its end, and what decides on its words.
Unworded: TypeAlias = tuple[str, EventStatus]


def rendered(event: EventState) -> EventState:
    """With its VEVENTs; with none while its date is to be announced or it is in no calendar."""
    if instants(event) is None or event.status not in PUBLIC_STATUSES:
        return replace(event, vevents={}, vevents_without_cancelled={}, vevent_words=[])
    cancelled = [each for each in event.occurrences if each.status is OccurrenceStatus.CANCELLED]
    return replace(
        event,
        vevents=vevents_of(event, leaving_out=[]),
        vevents_without_cancelled=vevents_of(event, leaving_out=cancelled) if cancelled else {},
        vevent_words=words_elsewhere(event, is_partly_off=bool(cancelled)),
    )


def vevents_of(event: EventState, *, leaving_out: list[Occurrence]) -> dict[str, str]:
    """In the language of each of its texts."""
    entries = entries_of(event, leaving_out)
    return {language: joined(event, entries, language) for language in written_in(event)}


def entries_of(event: EventState, leaving_out: list[Occurrence]) -> list[Unworded]:
    """Of a series that with the rule, and one for each exceptional date."""
    kept = (each for each in event.occurrences if event.recurrence and each not in leaving_out)
    return [whole(event, leaving_out), *(exception(event, each) for each in kept if is_exceptional(event, each))]


def written_in(event: EventState) -> list[str]:
    return sorted({event.language, *(text.language for text in event.texts)})


def joined(event: EventState, entries: list[Unworded], language: str) -> str:
    words = {status: words_of(event, language, status=status) for status in {status for _, status in entries}}
    return "".join(f"{lines}{words[status]}{END}" for lines, status in entries)


def words_elsewhere(event: EventState, *, is_partly_off: bool) -> list[dict[str, str]]:
    """What stands in the other languages of the pages in the place of which words of the original."""
    others = [language for language in LANGUAGE_CODES if language not in written_in(event)]
    if not others:
        return []
    # The words of what is off come first, since those of what goes on may be a part of them.
    statuses = dict.fromkeys([*([EventStatus.CANCELLED] if is_partly_off else []), event.status])
    return [
        differing({language: words_of(event, language, status=status) for language in [event.language, *others]})
        for status in statuses
    ]


def differing(words: dict[str, str]) -> dict[str, str]:
    """The lines in which they differ, with the line ends around them: those, nobody can write into a text."""
    lines = {language: each.split(LINE_END) for language, each in words.items()}
    for end in (0, -1):
        while min(map(len, lines.values())) > 1 and len({each[end] for each in lines.values()}) == 1:
            for each in lines.values():
                del each[end]
    return {language: LINE_END.join(["", *each, ""]) for language, each in lines.items()}


def whole(event: EventState, leaving_out: list[Occurrence]) -> Unworded:
    """The event with its first date, and its rule if it is a series."""
    entry = begun(event)
    span = instants(event)
    start = wall_start(event)
    if span is not None and start is not None:
        add_dates(entry, event, *((start, start + wall_length(event)) if event.recurrence else walls(event, *span)))
        add_rule(entry, event, start, leaving_out)
    return finished(entry, event, event.status)


def exception(event: EventState, occurrence: Occurrence) -> Unworded:
    """One date of a series that is not as the rule has it (RECURRENCE-ID, RFC 5545, 3.8.4.4)."""
    entry = begun(event)
    if occurrence.recurrence_id:
        entry.add("recurrence-id", in_kind(event, occurrence.recurrence_id), parameters=zone_of(event))
    add_dates(entry, event, *walls(event, occurrence.starts_at, occurrence.ends_at))
    off = occurrence.status is OccurrenceStatus.CANCELLED
    return finished(entry, event, EventStatus.CANCELLED if off else event.status)


def begun(event: EventState) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", str(event.id))
    entry.add("sequence", event.sequence)
    # Equal, as there is no METHOD (RFC 5545, 3.8.7.2); apps compare them to find what is new.
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    return entry


def finished(entry: icalendar.Event, event: EventState, status: EventStatus) -> Unworded:
    entry.add("url", vUri(event.url))
    if event.coordinates:
        entry.add("geo", (event.coordinates.latitude, event.coordinates.longitude))
    for picture in event.pictures[:1]:
        media_type = guess_type(picture.url)[0] or "image/jpeg"
        entry.add("image", vUri(picture.url), parameters={"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": media_type})
    if event.conference.is_public and event.conference.url:
        entry.add("conference", vUri(event.conference.url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    entry.add("status", STATUS[status])
    # Whole days do not fill the days of those who subscribe, and what is off fills nobody's.
    busy = event.starts_at is not None and status is EventStatus.PUBLISHED
    entry.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    lines: str = entry.to_ical(sorted=False).decode()
    return lines.removesuffix(END), status


def add_rule(entry: icalendar.Event, event: EventState, start: datetime, leaving_out: list[Occurrence]) -> None:
    if event.recurrence is None:
        return
    rule = vRecur.from_ical(event.recurrence.rule)
    until = last_day_of(event.recurrence.rule)
    if until:
        last = datetime.combine(until, start.time())
        # In UTC where the start has a zone (RFC 5545, 3.3.10).
        rule["UNTIL"] = [instant(last, ZoneInfo(event.time_zone)) if event.starts_at else until]
    entry.add("rrule", rule)
    left_out = {each.recurrence_id for each in leaving_out if each.recurrence_id}
    left_out |= {datetime.combine(day, start.time()) for day in event.recurrence.except_on}
    if left_out:
        entry.add("exdate", [in_kind(event, each) for each in sorted(left_out)], parameters=zone_of(event))


def is_exceptional(event: EventState, occurrence: Occurrence) -> bool:
    """Whether readers would get this date wrong from the rule alone."""
    wanted, zone = occurrence.recurrence_id, ZoneInfo(event.time_zone)
    span = instants(event)
    if wanted is None or span is None:
        return False
    as_wanted = (instant(wanted, zone), instant(wanted + wall_length(event), zone))
    if occurrence.status is OccurrenceStatus.CANCELLED or (occurrence.starts_at, occurrence.ends_at) != as_wanted:
        return True
    # Over a night in which the clocks change, some keep the length and some the end on the clock.
    lasts = occurrence.ends_at - occurrence.starts_at
    is_clear = is_plain(wanted, zone) and is_plain(wanted + wall_length(event), zone)
    return event.starts_at is not None and (lasts != span[1] - span[0] or not is_clear)
