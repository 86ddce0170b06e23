"""What people hear who come on one date of a series: of theirs, and of no other."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
import recurring_ical_events
from icalendar import Calendar, Event
from msgspec import structs

from services.notify.domain.mail import MailState
from services.notify.settings import Settings
from services.notify.tables import participants
from shared.calendar import calendar
from shared.database import Connection
from shared.messages.event_details import Occurrence, OccurrenceStatus, Place
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationWaiting
from tests.notify.given import SERIES_VEVENT, a_member, a_registration, a_series, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster

HOUR = timedelta(hours=1)
FIRST, SECOND = "first@people.example", "second@people.example"


def changed(event: EventState, **changes: Any) -> EventState:
    return structs.replace(event, version=event.version + 1, **changes)


def sign_up_for(event: EventState, number: int, email: str, **changes: Any) -> Any:
    """A place on one of the dates, counted from 0."""
    return a_registration(event_id=event.id, roster_id=event.occurrences[number].id, email=email, **changes)


def with_date(event: EventState, number: int, **changes: Any) -> list[Occurrence]:
    return [
        structs.replace(date, **changes) if place == number else date for place, date in enumerate(event.occurrences)
    ]


def moved(event: EventState, number: int) -> list[Occurrence]:
    date = event.occurrences[number]
    return with_date(event, number, starts_at=date.starts_at + HOUR, ends_at=date.ends_at + HOUR)


async def signed_up(db: Connection, settings: Settings, postmaster: Postmaster, **changes: Any) -> EventState:
    """A series with one person on the first date and one on the second, whose mails have gone."""
    event = a_series(**changes)
    await hear(db, settings, event, sign_up_for(event, 0, FIRST), sign_up_for(event, 1, SECOND))
    await send_all(db, settings)
    postmaster.envelopes.clear()
    return event


async def settle(db: Connection) -> None:
    await db.execute("UPDATE pending_changes SET due_at = statement_timestamp()")


async def test_the_confirmation_says_the_date_and_brings_it_alone_for_the_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    await hear(db, settings, event, sign_up_for(event, 1, SECOND))
    await send_all(db, settings)

    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert entry["UID"] == str(event.occurrences[1].id)
    assert (entry.start, entry.end) == (event.occurrences[1].starts_at, event.occurrences[1].ends_at)
    assert not {"RRULE", "EXDATE", "RECURRENCE-ID"} & set(entry)
    assert (entry["SUMMARY"], entry["DESCRIPTION"]) == ("Fest", "Mit Musik und Kuchen")


async def test_a_date_that_was_moved_is_taken_from_its_own_entry_of_the_series(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    series = a_series()
    override = (
        "BEGIN:VEVENT\r\nUID:{id}\r\nRECURRENCE-ID;TZID=Europe/Berlin:20991024T180000\r\nSEQUENCE:4\r\n"
        "DTSTAMP:20270101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20991024T190000\r\nSUMMARY:Fest\\, später\r\n"
        "END:VEVENT\r\n"
    )
    vevents = {"de": SERIES_VEVENT.format(id=series.id, dates=3) + override.format(id=series.id)}
    event = structs.replace(series, occurrences=moved(series, 1), vevents=vevents, sequence=4)
    await hear(db, settings, event, sign_up_for(event, 1, SECOND))
    await send_all(db, settings)

    [entry] = entries_in(postmaster)
    assert (entry["SUMMARY"], entry["SEQUENCE"]) == ("Fest, später", 4)
    assert entry.start == event.occurrences[1].starts_at


async def test_whole_days_of_a_series_are_whole_days_in_the_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    series = a_series()
    # Midnight in Berlin; the last day ends where the next one begins.
    days = [
        structs.replace(date, starts_at=start, ends_at=start + timedelta(days=1))
        for date in series.occurrences
        for start in [date.starts_at.replace(hour=22) - timedelta(days=1)]
    ]
    day = datetime(2099, 10, 17).date()
    event = structs.replace(series, starts_at=None, ends_at=None, starts_on=day, ends_on=day, occurrences=days)
    await hear(db, settings, event, sign_up_for(event, 0, FIRST))
    await send_all(db, settings)

    assert "When: Saturday, 17 October 2099\n" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry.start, entry.end) == (day, day + timedelta(days=1))


async def test_only_those_whose_date_moves_hear_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, occurrences=moved(event, 0), sequence=1))
    await send_all(db, settings)

    assert postmaster.recipients == [FIRST]
    assert "Before: Saturday, 17 October 2099, 18:00 – 20:00" in postmaster.text()
    assert "Now: Saturday, 17 October 2099, 19:00 – 21:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry["UID"], entry["SEQUENCE"]) == (str(event.occurrences[0].id), 1)
    assert entry.start == event.occurrences[0].starts_at + HOUR


async def test_only_those_whose_date_is_cancelled_hear_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(
        db, settings, changed(event, occurrences=with_date(event, 1, status=OccurrenceStatus.CANCELLED), sequence=1)
    )
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND]
    assert "Your date is cancelled" in postmaster.text()
    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry["STATUS"], entry["UID"]) == ("CANCELLED", str(event.occurrences[1].id))


async def test_a_cancelled_date_that_takes_place_after_all_is_told(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    off = changed(event, occurrences=with_date(event, 1, status=OccurrenceStatus.CANCELLED))
    await hear(db, settings, off)
    await send_all(db, settings)

    await hear(db, settings, changed(off, occurrences=event.occurrences))
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND, SECOND]
    assert "Now: It takes place" in postmaster.text()
    assert [entry["SEQUENCE"] for number in (0, 1) for entry in entries_in(postmaster, number)] == [1, 2]


async def test_another_place_is_told_to_all_each_with_their_date(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, place=Place(name="Rathaus")))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, SECOND]
    for number, recipient in enumerate(postmaster.recipients):
        day = {FIRST: "17 October", SECOND: "24 October"}[recipient]
        assert f"When: Saturday, {day} 2099, 18:00 – 20:00" in postmaster.text(number)
        assert "Now: Rathaus" in postmaster.text(number)


async def test_a_cancelled_series_is_told_to_all(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, status=EventStatus.CANCELLED))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, SECOND]


async def test_new_dates_at_the_end_are_told_to_nobody(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    last = event.occurrences[-1]
    new = Occurrence(
        id=uuid4(), starts_at=last.starts_at + timedelta(weeks=1), ends_at=last.ends_at + timedelta(weeks=1)
    )

    await hear(db, settings, changed(event, occurrences=[*event.occurrences, new]))

    assert await db.fetchval("SELECT count(*) FROM pending_changes") == 0
    assert await send_all(db, settings) == []


async def test_a_change_of_the_date_of_others_does_not_hold_ones_own_mail_back(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    await hear(db, settings, changed(event, occurrences=moved(event, 0)), sign_up_for(event, 2, "new@people.example"))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, "new@people.example"]


def split(event: EventState, at: int, **changes: Any) -> tuple[EventState, EventState]:
    """The series until this date, and the new event with the dates from there on."""
    now = event.changed_at + timedelta(minutes=1)
    new_id = uuid4()
    rest = changed(event, occurrences=event.occurrences[:at], changed_at=now, sequence=event.sequence + 1)
    new = {
        "id": new_id,
        "slug": "fest-2",
        "version": 1,
        "sequence": 0,
        "occurrences": event.occurrences[at:],
        "changed_at": now,
        "vevents": {"de": SERIES_VEVENT.format(id=new_id, dates=2)},
    }
    return rest, structs.replace(event, **(new | changes))


@pytest.mark.parametrize("order", list(permutations(["rest", "new"])))
async def test_whose_date_goes_to_a_new_event_unchanged_hears_nothing(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[str, ...]
) -> None:
    event = await signed_up(db, settings, postmaster)
    rest, new = split(event, 1)

    await hear(db, settings, *({"rest": rest, "new": new}[name] for name in order))
    for _ in range(2):
        await settle(db)
        assert await send_all(db, settings) == []


@pytest.mark.parametrize("order", list(permutations(["rest", "new"])))
async def test_whose_date_changes_with_the_new_event_hears_what_changed(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[str, ...]
) -> None:
    event = await signed_up(db, settings, postmaster, sequence=3)
    rest, new = split(event, 1, place=Place(name="Rathaus"))

    await hear(db, settings, *({"rest": rest, "new": new}[name] for name in order))
    await settle(db)
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND]
    assert "Now: Rathaus" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry["UID"], entry["SEQUENCE"]) == (str(event.occurrences[1].id), 4)


async def test_a_date_that_has_left_its_series_is_cancelled_only_when_no_other_event_has_come_for_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    rest, _ = split(event, 1)

    await hear(db, settings, rest)
    assert await send_all(db, settings) == []

    await settle(db)
    await send_all(db, settings)
    assert postmaster.recipients == [SECOND]
    assert "Your date is cancelled" in postmaster.text()
    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()


async def test_a_confirmation_waits_while_its_date_is_on_the_way_to_another_event(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    rest, new = split(event, 1)
    await hear(db, settings, event, sign_up_for(event, 1, SECOND), rest)
    assert await send_all(db, settings) == [MailState.QUEUED]

    await hear(db, settings, new)
    await db.execute("UPDATE mails SET due_at = statement_timestamp()")
    assert await send_all(db, settings) == [MailState.SENT]
    assert "When: Saturday, 24 October 2099" in postmaster.text()


async def test_who_signed_up_just_before_the_split_belongs_to_the_new_event(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    rest, new = split(event, 1, title="Fest im Herbst")
    confirmed = sign_up_for(event, 1, SECOND)

    await hear(db, settings, event, new, rest, confirmed)
    await send_all(db, settings)

    participant = await participants.find(db, confirmed.registration_id)
    assert participant is not None
    assert participant.event_id == new.id
    assert "Fest im Herbst" in postmaster.mails[0]["Subject"]


async def test_a_state_from_before_the_split_that_comes_late_takes_nobody_back(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    before = changed(event, description="Corrected", changed_at=event.changed_at + timedelta(seconds=1))
    rest, new = split(before, 1)

    await hear(db, settings, new, before, rest)
    await settle(db)

    assert await send_all(db, settings) == []
    assert await participants.list_dates(db, new.id) == {event.occurrences[1].id}


async def test_a_series_that_goes_on_as_a_new_event_is_no_news_to_its_organisation(
    db: Connection, settings: Settings
) -> None:
    event = a_series()
    _, new = split(event, 1)

    await hear(db, settings, a_member(), event, new)

    assert [row["kind"] for row in await rows(db)] == ["event_published"]


async def test_what_was_mailed_as_a_single_event_stays_the_same_entry_when_it_becomes_a_series(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    [date] = event.occurrences
    await hear(db, settings, event, a_registration(event_id=event.id, roster_id=date.id))
    await send_all(db, settings)

    series = a_series(id=event.id)
    own = structs.replace(date, starts_at=date.starts_at + HOUR, ends_at=date.ends_at + HOUR)
    await hear(db, settings, structs.replace(series, version=2, sequence=1, occurrences=[own, *series.occurrences[1:]]))
    await send_all(db, settings)

    first, second = (entry for number in (0, 1) for entry in entries_in(postmaster, number))
    assert first["UID"] == second["UID"] == str(event.id)
    assert (second["SEQUENCE"], second.start) == (1, own.starts_at)


async def test_who_waits_gets_no_entry_for_the_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    await hear(
        db,
        settings,
        event,
        sign_up_for(event, 0, FIRST, fact_type=RegistrationWaiting, waiting_position=1),
    )
    await send_all(db, settings)
    await hear(db, settings, changed(event, occurrences=moved(event, 0)))
    await send_all(db, settings)

    assert len(postmaster.mails) == 2
    assert [list(mail.iter_attachments()) for mail in postmaster.mails] == [[], []]


async def test_the_entries_of_a_series_agree_with_the_rule(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    """18:00 in Berlin is another instant after the clocks have gone back."""
    event = a_series(4)
    await hear(db, settings, event, *(sign_up_for(event, each, f"{each}@people.example") for each in range(4)))
    await send_all(db, settings)

    whole = Calendar.from_ical(calendar([event.vevents["de"]], language="de", time_zones=["Europe/Berlin"]))
    expected = recurring_ical_events.of(whole).between((2099, 10, 1), (2099, 12, 1))
    mailed = [entry for number in range(4) for entry in entries_in(postmaster, number)]
    assert sorted(entry.start for entry in mailed) == sorted(each.start for each in expected)


def entries_in(postmaster: Postmaster, number: int = -1) -> list[Event]:
    """The entries for the calendar in one of the mails, none of which is an invitation."""
    entries = []
    for attached in postmaster.mails[number].iter_attachments():
        read = Calendar.from_ical(attached.get_content())
        assert "METHOD" not in read
        entries += read.events
    return entries
