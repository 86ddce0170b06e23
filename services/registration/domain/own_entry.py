"""A date as it stands in a person's own calendar: how it is with them, and how to join if they have a place."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from services.registration.domain.registration import ENDED
from shared.calendar import CONTROL_CHARACTER, escaped
from shared.calendar_entry import folded, name_of, on_its_own, rendered_of
from shared.conferences import web_address
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationStatus
from shared.occurrences import find_occurrence
from shared.translations import N_, catalogue

HAS_PLACE = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED, RegistrationStatus.MISSED})
# What an event or a date is off by itself the events service has marked already.
MARKS = {
    RegistrationStatus.PENDING: N_("TO BE CONFIRMED: %(title)s"),
    RegistrationStatus.WAITING: N_("WAITING LIST: %(title)s"),
    RegistrationStatus.OFFERED: N_("PLACES OFFERED: %(title)s"),
    RegistrationStatus.CANCELLED: N_("CANCELLED: %(title)s"),
    RegistrationStatus.EXPIRED: N_("CANCELLED: %(title)s"),
}
REPLACED = frozenset({"DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DESCRIPTION", "CONFERENCE", "TRANSP"})
FOLD = re.compile(r"\r\n[ \t]")
LINE_END = "\r\n"


class OwnEntry(Struct, frozen=True, kw_only=True):
    """What of a registration its entry depends on."""

    registration_id: UUID
    roster_id: UUID
    event_id: UUID
    status: RegistrationStatus
    ends_at: datetime
    changed_at: datetime


def vevent_of(own: OwnEntry, event: EventState, language: str) -> str | None:
    """None while it has no date, or is on its way to another event."""
    occurrence = find_occurrence(event, own.roster_id)
    rendered = rendered_of(event, language)
    if occurrence is None or rendered is None:
        return None
    off = is_off(event, occurrence)
    takes_place = event.status is EventStatus.PUBLISHED and not off
    has_place = own.status in HAS_PLACE and takes_place
    vevent = on_its_own(
        event,
        occurrence,
        rendered,
        own.registration_id,
        event.sequence + steps(own),
        "CANCELLED" if off or own.status in ENDED else "CONFIRMED" if has_place else "TENTATIVE",
    )
    translate = catalogue(language).gettext
    return with_own_words(
        vevent,
        mark=translate(MARKS[own.status]) if own.status in MARKS and not off else "%(title)s",
        joining=joining_text(event, translate) if has_place else "",
        conference=web_address(event.conference.url) if has_place else None,
        moment=max(event.changed_at, own.changed_at),
        is_busy=has_place and event.starts_at is not None,
    )


def is_off(event: EventState, occurrence: Occurrence | None) -> bool:
    is_date_off = occurrence is not None and occurrence.status is OccurrenceStatus.CANCELLED
    return is_date_off or event.status is EventStatus.CANCELLED


def steps(own: OwnEntry) -> int:
    """How often its STATUS may have changed for the person: SEQUENCE never gets smaller (RFC 5545, 3.8.7.4)."""
    return 2 if own.status in ENDED else 1 if own.status in HAS_PLACE else 0


def joining_text(event: EventState, translate: Callable[[str], str]) -> str:
    """As several apps show CONFERENCE nowhere, all of it stands in DESCRIPTION as well."""
    conference = event.conference
    named = {
        N_("Join online"): conference.url,
        N_("Meeting ID"): conference.meeting_id,
        N_("Pass code"): conference.pass_code,
        N_("By telephone"): conference.dial_in,
    }
    lines = [event.join_details, *(f"{translate(name)}: {value}" for name, value in named.items() if value)]
    return "\n".join(line for line in lines if line)


def with_own_words(
    vevent: str, *, mark: str, joining: str, conference: str | None, moment: datetime, is_busy: bool
) -> str:
    """The VEVENT with these words in it; what the events service wrote stays as it is, escapes and all."""
    lines = FOLD.sub("", vevent).removesuffix(LINE_END).split(LINE_END)
    found = {name_of(line): line for line in reversed(lines)}
    summary, _, title = found.get("SUMMARY", "SUMMARY:").partition(":")
    description, _, text = found.get("DESCRIPTION", "DESCRIPTION:").partition(":")
    address = CONTROL_CHARACTER.sub("", conference or "")
    stamp = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    own = [
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"{summary}:{escaped(mark) % {'title': title}}",
        f"{description}:{escaped(chr(10) * 2).join(filter(None, [text, escaped(joining)]))}",
        f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{address}" if address else found.get("CONFERENCE", ""),
        f"TRANSP:{'OPAQUE' if is_busy else 'TRANSPARENT'}",
    ]
    rest = [line for line in lines[:-1] if name_of(line) not in REPLACED]
    # An empty value is an error to libical.
    kept = [line for line in own if line and not line.endswith(":")]
    return "".join(f"{folded(line)}{LINE_END}" for line in [*rest, *kept, lines[-1]])
