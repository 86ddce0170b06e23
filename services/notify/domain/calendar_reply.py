"""What people's calendars answer to an invitation (RFC 5546, 3.2.3; RFC 6047)."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import unquote

import icalendar
from icalendar.parser import Contentlines, Parameters
from msgspec import Struct

from services.notify.domain.received import Reason

# All else, such as rules of time zones that never end, is not even read.
READ = re.compile(r"(?:BEGIN|END|METHOD|UID|SEQUENCE|DTSTAMP|ATTENDEE)[;:]", re.IGNORECASE)
# Somebody who writes has left our own invitation in the mail.
OURS = frozenset({"REQUEST", "CANCEL", "PUBLISH"})
IN_CALENDAR, IN_EVENT = ["VCALENDAR"], ["VCALENDAR", "VEVENT"]
LONGEST_CALENDAR = 200_000


class Answer(StrEnum):
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class CalendarReply(Struct, frozen=True, kw_only=True):
    """Whose answer it is stands in `attendee`: people send from any address (RFC 6047, 2.3)."""

    uid: str
    attendee: str
    answer: Answer
    sequence: int
    said_at: datetime | None


class NotAReply(Exception):
    """It is something else than one answer to one invitation."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


Property = tuple[Parameters, str]


def read_calendar_reply(text: str) -> CalendarReply:
    """Raises `NotAReply`.

    RECURRENCE-ID, which some apps add, does not matter: our entries have one date each.
    """
    event = event_answered(text)
    parameters, address = event["ATTENDEE"][0]
    answer = str(parameters.get("PARTSTAT", "")).lower()
    if answer not in set(Answer):
        raise NotAReply(Reason.OTHER_METHOD)
    return CalendarReply(
        uid=event["UID"][0][1].strip(),
        attendee=address_of(address, parameters),
        answer=Answer(answer),
        sequence=number_of(event.get("SEQUENCE", [])),
        said_at=instant_of(event.get("DTSTAMP", [])),
    )


def event_answered(text: str) -> dict[str, list[Property]]:
    methods, events = properties_of(text)
    if OURS.issuperset(methods):
        raise NotAReply(Reason.TYPED)
    if methods != ["REPLY"]:
        raise NotAReply(Reason.OTHER_METHOD)
    if len(events) != 1 or len(events[0].get("ATTENDEE", [])) > 1:
        raise NotAReply(Reason.SEVERAL_ENTRIES if events else Reason.UNREADABLE)
    if "UID" not in events[0] or "ATTENDEE" not in events[0]:
        raise NotAReply(Reason.UNREADABLE)
    return events[0]


def properties_of(text: str) -> tuple[list[str], list[dict[str, list[Property]]]]:
    """The calendar's methods, and what of each of its events is read, by the property's name."""
    if len(text) > LONGEST_CALENDAR:
        raise NotAReply(Reason.UNREADABLE)
    methods: list[str] = []
    events: list[dict[str, list[Property]]] = []
    inside: list[str] = []
    for line in Contentlines.from_ical(text):  # type: ignore[no-untyped-call]
        if not READ.match(line):
            continue
        name, parameters, value = parts_of(line)
        if name == "BEGIN":
            inside.append(value.upper())
            if inside == IN_EVENT:
                events.append({})
        elif name == "END":
            inside = inside[:-1]
        elif inside == IN_CALENDAR and name == "METHOD":
            methods.append(value.upper())
        elif inside == IN_EVENT:
            events[-1].setdefault(name, []).append((parameters, value))
    return methods, events


def parts_of(line: icalendar.parser.Contentline) -> tuple[str, Parameters, str]:
    try:
        name, parameters, value = line.parts()
    except ValueError:
        raise NotAReply(Reason.UNREADABLE) from None
    return name.upper(), parameters, value.strip()


def address_of(value: str, parameters: Parameters) -> str:
    """Apps that know people by something else than their address give that beside it (RFC 7986, 6.2)."""
    scheme, _, address = value.partition(":")
    return unquote(address) if scheme.lower() == "mailto" else str(parameters.get("EMAIL", "")).removeprefix("mailto:")


def number_of(given: list[Property]) -> int:
    return int(given[0][1]) if given and re.fullmatch(r"[0-9]{1,9}", given[0][1]) else 0


def instant_of(given: list[Property]) -> datetime | None:
    try:
        said_at: datetime = icalendar.vDatetime.from_ical(given[0][1])  # type: ignore[no-untyped-call]
    except (ValueError, IndexError):
        return None
    return said_at if said_at.tzinfo else said_at.replace(tzinfo=UTC)
