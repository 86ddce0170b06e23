"""People's own calendar, as readers see it that did not write it: each date as it is with the person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.events.domain.vevent import rendered
from services.registration.domain.own_entry import OwnEntry
from services.registration.domain.personal_feed import feed_of
from shared.messages.event_details import Conference, Occurrence
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from tests.events.states import EVENING, changed, whole_days
from tests.readers.agreement import FROM, TO, agreed, instant, seen_by
from tests.readers.ical_js import IcalJs
from tests.readers.reading import Occurrence as Seen
from tests.readers.reading import Reader

REGISTRATION, ROSTER = UUID(int=4), UUID(int=5)
NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
STARTS = datetime(2027, 5, 31, 16, 30, tzinfo=UTC)
ENDS = datetime(2027, 5, 31, 18, tzinfo=UTC)
HOSTILE = "Straße; \\Nord, 👩🏽‍🎓 — ملتقى \\n" * 5


def with_date(event: EventState, starts_at: datetime = STARTS, ends_at: datetime = ENDS) -> EventState:
    dated = replace(event, occurrences=[Occurrence(id=ROSTER, starts_at=starts_at, ends_at=ends_at)])
    return rendered(dated)


def feed(event: EventState, status: RegistrationStatus = RegistrationStatus.CONFIRMED) -> bytes:
    own = OwnEntry(
        registration_id=REGISTRATION,
        roster_id=ROSTER,
        event_id=event.id,
        status=status,
        ends_at=ENDS,
        changed_at=NOW,
    )
    return feed_of([own], {event.id: event}, network="WIN", language="en", now=NOW)


@pytest.mark.parametrize(
    ("status", "ical_status", "mark"),
    [
        (RegistrationStatus.CONFIRMED, "CONFIRMED", ""),
        (RegistrationStatus.WAITING, "TENTATIVE", "WAITING LIST: "),
        (RegistrationStatus.PENDING, "TENTATIVE", "TO BE CONFIRMED: "),
        (RegistrationStatus.OFFERED, "TENTATIVE", "PLACES OFFERED: "),
        (RegistrationStatus.CANCELLED, "CANCELLED", "CANCELLED: "),
    ],
)
def test_every_reader_sees_how_it_stands(
    readers: dict[str, Reader], status: RegistrationStatus, ical_status: str, mark: str
) -> None:
    seen = seen_by(readers, feed(with_date(EVENING), status))

    expected = Seen(starts_at=STARTS, ends_at=ENDS, summary=f"{mark}{EVENING.title}", status=ical_status)
    assert seen == agreed(readers, [expected])


def test_every_reader_sees_whole_days(readers: dict[str, Reader]) -> None:
    first, last = STARTS.date(), STARTS.date() + timedelta(days=2)
    zone = EVENING.time_zone
    begins = instant(datetime.combine(first, datetime.min.time()), zone)
    event = with_date(whole_days(first, last), begins, begins + timedelta(days=3))

    seen = seen_by(readers, feed(event))

    expected = Seen(starts_at=first, ends_at=last + timedelta(days=1), summary=EVENING.title, status="CONFIRMED")
    assert seen == agreed(readers, [expected])


def test_ical_js_reads_every_word_of_hostile_texts(ical_js: IcalJs) -> None:
    conference = Conference(url="https://meet.witten.example/a?b=1,2;3", pass_code="a;b,c\\n")
    event = with_date(
        changed(
            title=HOSTILE.strip(), description=HOSTILE, join_details="Tür; links,\nzweiter Stock", conference=conference
        )
    )

    read = ical_js.read(feed(event), FROM, TO)

    [entry] = read.entries
    assert entry.summary == HOSTILE.strip()
    assert entry.description
    assert entry.description.endswith(
        f"{event.url}\n\nTür; links,\nzweiter Stock\nJoin online: {conference.url}\nPass code: {conference.pass_code}"
    )
    assert HOSTILE.strip() in entry.description
    assert entry.uid == str(REGISTRATION)
    assert "conference" in entry.properties
    assert {"method", "organizer"}.isdisjoint({*read.properties, *entry.properties})


def test_an_address_with_a_line_end_adds_no_line(ical_js: IcalJs) -> None:
    conference = Conference(url="https://meet.witten.example/\r\nATTENDEE:mailto:eve@people.example")

    read = ical_js.read(feed(with_date(changed(conference=conference))), FROM, TO)

    assert "attendee" not in read.entries[0].properties


def test_ical_js_reads_a_feed_without_any_date(ical_js: IcalJs) -> None:
    read = ical_js.read(feed_of([], {}, network="WIN", language="de", now=NOW), FROM, TO)

    assert (read.entries, read.components) == ([], ["vtimezone"])
