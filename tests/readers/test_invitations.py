"""Invitations, as readers see them that did not write them: the date as it is, or that it is off, and who is asked."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.events.domain.vevent import rendered
from services.notify.commands.invite import invitation_for
from services.notify.commands.subject_of import Subject
from services.notify.domain.facts import EventFacts, facts_of
from services.notify.domain.participant import Participant
from services.notify.emails.calendar_message import Addressed, calendar_message
from shared.messages.event_details import Occurrence, Place
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from tests.events.states import EVENING, changed, whole_days
from tests.readers.agreement import FROM, TO, agreed, instant, seen_by
from tests.readers.ical_js import IcalJs
from tests.readers.reading import Occurrence as Seen
from tests.readers.reading import Reader
from tests.readers.series import SERIES

REGISTRATION = UUID(int=4)
NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)
ADDRESSED = Addressed(
    organiser="termine+r-abc@witten.example", organiser_name='Netz; "WIN", Witten', attendee="грейс@people.example"
)
HOSTILE = "Straße; \\Nord, 👩🏽‍🎓 — ملتقى \\n" * 5


def dated(event: EventState) -> EventState:
    """With its one date, and as the events service renders it."""
    if event.starts_at and event.ends_at:
        begins, ends = (instant(moment, event.time_zone) for moment in (event.starts_at, event.ends_at))
    elif event.starts_on and event.ends_on:
        first, end = (
            datetime.combine(day, datetime.min.time()) for day in (event.starts_on, event.ends_on + timedelta(days=1))
        )
        begins, ends = instant(first, event.time_zone), instant(end, event.time_zone)
    event = replace(event, occurrences=[Occurrence(id=event.id, starts_at=begins, ends_at=ends)])
    return rendered(event)


def message(event: EventState, roster_id: UUID, status: RegistrationStatus, told: EventFacts) -> bytes:
    person = Participant(
        registration_id=REGISTRATION,
        event_id=event.id,
        roster_id=roster_id,
        name="Grace",
        email=ADDRESSED.attendee,
        language="de",
        status=status,
        link="",
        party_size=1,
        waiting_position=None,
        held_until=None,
        booking_id=None,
        said_at=NOW,
        told=told,
    )
    subject = Subject(participant=person, event=event, date=facts_of(event, roster_id, told))
    invitation = invitation_for(subject, event.language)
    assert invitation is not None
    return calendar_message(invitation, ADDRESSED, language=event.language, now=NOW)


def request(event: EventState, roster_id: UUID) -> bytes:
    told = replace(facts_of(event, roster_id), entry_id=REGISTRATION)
    return message(event, roster_id, RegistrationStatus.CONFIRMED, told)


def cancel(event: EventState, roster_id: UUID) -> bytes:
    told = replace(facts_of(event, roster_id), entry_id=REGISTRATION, has_entry=True, entry_sequence=7)
    return message(event, roster_id, RegistrationStatus.CANCELLED, told)


SITUATIONS = {
    "an evening": EVENING,
    "whole days": whole_days(date(2027, 9, 25), date(2027, 10, 3)),
    "past midnight": changed(starts_at=datetime(2027, 12, 31, 22), ends_at=datetime(2028, 1, 1, 2)),
    "the night the clocks go back": changed(starts_at=datetime(2027, 10, 31, 2, 30), ends_at=datetime(2027, 10, 31, 5)),
    "New York": changed(
        time_zone="America/New_York", starts_at=datetime(2027, 7, 4, 19), ends_at=datetime(2027, 7, 4, 21)
    ),
    "hostile texts": changed(title=HOSTILE.strip(), description=HOSTILE, place=Place(name=HOSTILE)),
}


@pytest.mark.parametrize("state", SITUATIONS.values(), ids=SITUATIONS)
def test_every_reader_sees_a_single_event_and_that_it_is_off(readers: dict[str, Reader], state: EventState) -> None:
    event = dated(state)
    [occurrence] = event.occurrences
    days = (event.starts_on, event.ends_on + timedelta(days=1)) if event.starts_on and event.ends_on else None
    starts_at, ends_at = days or (occurrence.starts_at, occurrence.ends_at)
    seen = Seen(starts_at=starts_at, ends_at=ends_at, summary=event.title, status="CONFIRMED")

    assert seen_by(readers, request(event, event.id)) == agreed(readers, [seen])
    assert seen_by(readers, cancel(event, event.id)) == agreed(readers, [replace(seen, status="CANCELLED")])


def test_every_reader_sees_one_date_of_a_series_alone(readers: dict[str, Reader]) -> None:
    series = SERIES["one moved to the next day, one to another month"]
    event = rendered(series)
    for occurrence in event.occurrences[:20]:
        seen = Seen(starts_at=occurrence.starts_at, ends_at=occurrence.ends_at, summary=event.title, status="CONFIRMED")
        assert seen_by(readers, request(event, occurrence.id)) == agreed(readers, [seen])


def test_ical_js_reads_who_asks_whom_and_which_version_it_is(ical_js: IcalJs) -> None:
    event = dated(EVENING)
    for content, sequence in ((request(event, event.id), event.sequence + 1), (cancel(event, event.id), 8)):
        read = ical_js.read(content, FROM, TO)

        [entry] = read.entries
        assert "method" in read.properties
        assert (entry.uid, entry.sequence) == (str(REGISTRATION), sequence)
        assert [entry.properties.count(name) for name in ("organizer", "attendee", "dtstamp")] == [1, 1, 1]
        assert read.components == ["vtimezone", "vevent"]
