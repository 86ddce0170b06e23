"""The entry that people get for their own calendar: their date alone, and always the same entry."""

from datetime import datetime, timedelta

import recurring_ical_events
from icalendar import Calendar
from msgspec import structs

from services.notify.settings import Settings
from shared.calendar import calendar
from shared.database import Connection
from shared.messages.registration import RegistrationWaiting
from tests.notify.given import SERIES_VEVENT, a_registration, a_series, an_event, hear, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import (
    FIRST,
    HOUR,
    SECOND,
    changed,
    entries_in,
    moved,
    sign_up_for,
)


async def test_the_confirmation_says_the_date_and_brings_it_alone_for_the_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    confirmed = sign_up_for(event, 1, SECOND)
    await hear(db, settings, event, confirmed)
    await send_all(db, settings)

    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert entry["UID"] == str(confirmed.registration_id)
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
    assert (entry["SUMMARY"], entry["SEQUENCE"]) == ("Fest, später", 5)
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


async def test_what_was_mailed_as_a_single_event_stays_the_same_entry_when_it_becomes_a_series(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    [date] = event.occurrences
    confirmed = a_registration(event_id=event.id, roster_id=date.id)
    await hear(db, settings, event, confirmed)
    await send_all(db, settings)

    series = a_series(id=event.id)
    own = structs.replace(date, starts_at=date.starts_at + HOUR, ends_at=date.ends_at + HOUR)
    await hear(db, settings, structs.replace(series, version=2, sequence=1, occurrences=[own, *series.occurrences[1:]]))
    await send_all(db, settings)

    first, second = (entry for number in (0, 1) for entry in entries_in(postmaster, number))
    assert first["UID"] == second["UID"] == str(confirmed.registration_id)
    assert (second["SEQUENCE"], second.start) == (2, own.starts_at)


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
