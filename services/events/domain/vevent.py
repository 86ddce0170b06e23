"""An event as VEVENTs (RFC 5545, 3.6.1), rendered once when it changes; the same state gives the same bytes.

Nothing in it is for some people only: who may join online sees how on our pages and in mails.
"""

from datetime import datetime
from mimetypes import guess_type
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vRecur, vUri

from services.events.domain.dates import instants
from services.events.domain.recurrence import instant, last_day_of, wall_length, wall_start
from services.events.domain.vevent_words import add_words
from shared.calendar_dates import add_dates, in_kind, is_plain, walls, zone_of
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus
from shared.translations import LANGUAGE_CODES

# The old date of a postponed event is off, but apps that drop cancelled entries without a word must go on showing why.
STATUS = {
    EventStatus.PUBLISHED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}


def vevents_of(event: EventState) -> dict[str, str]:
    """Its VEVENTs by language: in that of each of its texts, and in each language of the pages.

    Of a series they are the one with the rule, and one for each date that was moved or cancelled. Empty while the date
    is to be announced or the event is in no calendar.
    """
    return {language: render(event, language, leaving_out=[]) for language in languages_of(event)}


def vevents_without_cancelled(event: EventState) -> dict[str, str]:
    """The same of a series some of whose dates are cancelled, as if it had never wanted those; else empty."""
    cancelled = [each for each in event.occurrences if each.status is OccurrenceStatus.CANCELLED]
    if not cancelled:
        return {}
    return {language: render(event, language, leaving_out=cancelled) for language in languages_of(event)}


def languages_of(event: EventState) -> list[str]:
    if instants(event) is None or event.status not in PUBLIC_STATUSES:
        return []
    return sorted({event.language, *LANGUAGE_CODES, *(text.language for text in event.texts)})


def render(event: EventState, language: str, *, leaving_out: list[Occurrence]) -> str:
    entries = [whole(event, language, leaving_out)]
    if event.recurrence:
        kept = (each for each in event.occurrences if each not in leaving_out)
        entries += [exception(event, language, each) for each in kept if is_exceptional(event, each)]
    rendered = b"".join(entry.to_ical(sorted=False) for entry in entries)
    return rendered.decode()


def whole(event: EventState, language: str, leaving_out: list[Occurrence]) -> icalendar.Event:
    """The event with its first date, and its rule if it is a series."""
    entry = begun(event)
    span = instants(event)
    start = wall_start(event)
    if span is None or start is None:
        return entry
    add_dates(entry, event, *((start, start + wall_length(event)) if event.recurrence else walls(event, *span)))
    if event.recurrence:
        add_rule(entry, event, start, leaving_out)
    add_rest(entry, event, language, status=event.status)
    return entry


def exception(event: EventState, language: str, occurrence: Occurrence) -> icalendar.Event:
    """One date of a series that is not as the rule has it (RECURRENCE-ID, RFC 5545, 3.8.4.4)."""
    entry = begun(event)
    if occurrence.recurrence_id:
        entry.add("recurrence-id", in_kind(event, occurrence.recurrence_id), parameters=zone_of(event))
    add_dates(entry, event, *walls(event, occurrence.starts_at, occurrence.ends_at))
    off = occurrence.status is OccurrenceStatus.CANCELLED
    add_rest(entry, event, language, status=EventStatus.CANCELLED if off else event.status)
    return entry


def begun(event: EventState) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", str(event.id))
    entry.add("sequence", event.sequence)
    # Equal, as there is no METHOD (RFC 5545, 3.8.7.2); apps compare them to find what is new.
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    return entry


def add_rest(entry: icalendar.Event, event: EventState, language: str, *, status: EventStatus) -> None:
    add_words(entry, event, language, status=status)
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
