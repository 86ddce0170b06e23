"""Events of one date, as four libraries read them that did not write them: all see the same, and what was meant."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from services.events.domain.vevent import rendered
from shared.calendar import calendar
from shared.calendar_entry import rendered_of
from shared.messages.event_details import Place
from shared.messages.events import EventState, EventStatus
from tests.events.states import EVENING, changed, whole_days
from tests.readers.agreement import FROM, TO, agreed, feed_of, instant, seen_by
from tests.readers.ical_js import IcalJs
from tests.readers.reading import Occurrence, Reader


def lasting(zone: str, starts_at: datetime, ends_at: datetime, **fields: Any) -> EventState:
    return changed(starts_at=starts_at, ends_at=ends_at, time_zone=zone, **fields)


def meant(state: EventState, *, status: str = "CONFIRMED", mark: str = "") -> Occurrence:
    """The date of the event as its partner meant it."""
    if state.starts_on and state.ends_on:
        starts: date = state.starts_on
        ends: date = state.ends_on + timedelta(days=1)
    elif state.starts_at and state.ends_at:
        starts, ends = instant(state.starts_at, state.time_zone), instant(state.ends_at, state.time_zone)
    return Occurrence(starts_at=starts, ends_at=ends, summary=f"{mark}{state.title}", status=status)


SITUATIONS = {
    "an evening": EVENING,
    "several days with times": changed(starts_at=datetime(2027, 9, 24, 18), ends_at=datetime(2027, 9, 26, 14)),
    "past midnight": changed(starts_at=datetime(2027, 12, 31, 22), ends_at=datetime(2028, 1, 1, 2)),
    "one whole day": whole_days(date(2028, 2, 29), date(2028, 2, 29)),
    "nine whole days": whole_days(date(2027, 9, 25), date(2027, 10, 3)),
    "whole days over a clock change": whole_days(date(2027, 10, 30), date(2027, 11, 1)),
    "the night the clocks go forward": changed(starts_at=datetime(2027, 3, 28, 1), ends_at=datetime(2027, 3, 28, 4)),
    "the night the clocks go back": changed(starts_at=datetime(2027, 10, 30, 22), ends_at=datetime(2027, 10, 31, 3)),
    "the hour that exists twice": changed(starts_at=datetime(2027, 10, 31, 2, 30), ends_at=datetime(2027, 10, 31, 5)),
    "New York in summer": lasting("America/New_York", datetime(2027, 7, 4, 19), datetime(2027, 7, 4, 21)),
    "New York, the night clocks go back": lasting(
        "America/New_York", datetime(2027, 11, 6, 22), datetime(2027, 11, 7, 4)
    ),
    "Dublin, where winter is the exception": lasting(
        "Europe/Dublin", datetime(2028, 1, 9, 19), datetime(2028, 1, 9, 21)
    ),
    "Kathmandu": lasting("Asia/Kathmandu", datetime(2027, 5, 1, 9, 15), datetime(2027, 5, 1, 10)),
    "Lord Howe, half an hour of summer": lasting(
        "Australia/Lord_Howe", datetime(2027, 1, 2, 9), datetime(2027, 1, 2, 10)
    ),
    "Ukrainian": changed(title="Ґанок і її пісні", language="uk"),
    "Arabic": changed(title="ملتقى النساء: حكايات، وموسيقى؛ وشاي " * 3 + "!", language="ar"),
    "emoji": changed(title="👩🏽‍🎓👨‍👩‍👧‍👦🏳️‍🌈" * 12),
    "commas, semicolons, backslashes": changed(title="Lesen, Schreiben; \\Rechnen \\n"),
}


@pytest.mark.parametrize("state", SITUATIONS.values(), ids=SITUATIONS)
def test_every_reader_sees_the_date_that_was_meant(readers: dict[str, Reader], state: EventState) -> None:
    seen = seen_by(readers, feed_of(state))

    assert seen == agreed(readers, [meant(state)])


@pytest.mark.parametrize(
    ("status", "ical_status", "mark"),
    [(EventStatus.CANCELLED, "CANCELLED", "CANCELLED: "), (EventStatus.POSTPONED, "TENTATIVE", "POSTPONED: ")],
)
def test_every_reader_sees_what_is_off(
    readers: dict[str, Reader], status: EventStatus, ical_status: str, mark: str
) -> None:
    off = changed(status=status)
    feed = calendar([rendered_of(rendered(off), "en") or ""], name="WIN", language="en", time_zones=[off.time_zone])

    seen = seen_by(readers, feed)

    assert seen == agreed(readers, [meant(off, status=ical_status, mark=mark)])


def test_every_reader_sees_all_of_a_feed_with_many_zones_and_kinds(readers: dict[str, Reader]) -> None:
    states = [
        structs.replace(state, id=UUID(int=number), title=f"{number} {situation}")
        for number, (situation, state) in enumerate(SITUATIONS.items())
    ]

    seen = seen_by(readers, feed_of(*states))

    expected = sorted((meant(state) for state in states), key=lambda each: (str(each.starts_at), each.summary))
    assert seen == agreed(readers, expected)


def test_ical_js_reads_every_word_and_the_sequence_and_that_it_is_off(ical_js: IcalJs) -> None:
    off = changed(status=EventStatus.CANCELLED, place=Place(name="Saal, oben; links", address="Straße 1"))

    read = ical_js.read(feed_of(off), FROM, TO)

    [entry] = read.entries
    assert (entry.uid, entry.sequence, entry.status) == (str(off.id), 2, "CANCELLED")
    assert entry.description == f"{off.description}\n\n{off.url}"
    assert entry.location == "Saal, oben; links, Straße 1"
    assert entry.url == off.url
    assert (read.components, read.occurrences[0].uid) == (["vtimezone", "vevent"], str(off.id))
