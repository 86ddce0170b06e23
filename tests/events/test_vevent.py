"""Events as calendar apps get them, read back by libraries that did not write them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest
import recurring_ical_events
import vobject
from msgspec import structs

from services.events.domain.vevent import rendered
from services.events.domain.vevent_words import ONLY_IN, OUTDATED
from shared.calendar_entry import rendered_of
from shared.messages.event_details import Conference, Coordinates, CoOrganiser, EventText, Facts, Picture, Place
from shared.messages.events import EventState, EventStatus
from shared.translations import LANGUAGE_CODES, catalogue
from tests.events.states import EVENING, changed, entry_in, entry_of, feed_of, whole_days

BERLIN_SUMMER, BERLIN_WINTER = timedelta(hours=2), timedelta(hours=1)


def test_an_evening_event_in_full() -> None:
    unfolded = rendered(EVENING).vevents["de"].replace("\r\n ", "")

    assert unfolded.split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:0195f0c4-7a1e-7b0d-9a55-3d1b6f0e2c11",
        "SEQUENCE:2",
        "DTSTAMP:20270107T093015Z",
        "LAST-MODIFIED:20270107T093015Z",
        "DTSTART;TZID=Europe/Berlin:20270531T183000",
        "DTEND;TZID=Europe/Berlin:20270531T200000",
        "URL:https://win.example/events/sprachcafe",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "SUMMARY;LANGUAGE=de:Sprachcafé",
        "LOCATION:Haus der Jugend\\, Nordstraße 15\\, 58452 Witten",
        f"CATEGORIES:{catalogue('de').gettext('Learning languages')}",
        "DESCRIPTION;LANGUAGE=de:Wir reden.\\n\\nKuchen gibt es auch.\\n\\nhttps://win.example/events/sprachcafe",
        "END:VEVENT",
        "",
    ]


def test_the_same_state_gives_the_same_bytes() -> None:
    assert rendered(EVENING) == rendered(structs.replace(EVENING))


def test_three_readers_see_the_same_evening() -> None:
    feed = feed_of(EVENING)

    (occurrence,) = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between((2027, 5, 1), (2027, 6, 30))
    read = vobject.readOne(feed.decode()).vevent

    begins = datetime(2027, 5, 31, 16, 30, tzinfo=UTC)
    assert occurrence.start == begins == read.dtstart.value
    assert occurrence.end == begins + timedelta(minutes=90) == read.dtend.value


def test_a_moved_event_keeps_its_uid() -> None:
    moved = changed(starts_at=datetime(2027, 6, 1, 9), ends_at=datetime(2027, 6, 1, 10), sequence=3, version=5)

    assert (entry_of(moved)["UID"], entry_of(moved)["SEQUENCE"]) == (str(EVENING.id), 3)


def test_a_nine_day_week_ends_after_its_last_day_and_leaves_people_free() -> None:
    week = whole_days(date(2027, 9, 25), date(2027, 10, 3))

    entry = entry_of(week)
    occurrences = recurring_ical_events.of(icalendar.Calendar.from_ical(feed_of(week)))

    assert (entry.start, entry.end, entry["TRANSP"]) == (date(2027, 9, 25), date(2027, 10, 4), "TRANSPARENT")
    assert "TZID" not in entry["DTSTART"].params
    assert [len(occurrences.at(date(2027, 9, 24) + timedelta(days=day))) for day in range(11)] == [0, *[1] * 9, 0]
    assert vobject.readOne(feed_of(week).decode()).vevent.dtend.value == date(2027, 10, 4)


def test_a_single_whole_day_lasts_one_day() -> None:
    entry = entry_of(whole_days(date(2027, 2, 28), date(2027, 2, 28)))

    assert (entry.start, entry.end) == (date(2027, 2, 28), date(2027, 3, 1))


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "offsets"),
    [
        (datetime(2027, 3, 28, 1), datetime(2027, 3, 28, 4), (BERLIN_WINTER, BERLIN_SUMMER)),
        (datetime(2027, 10, 30, 22), datetime(2027, 10, 31, 3), (BERLIN_SUMMER, BERLIN_WINTER)),
    ],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_night_of_the_clock_change_keeps_its_wall_times(
    starts_at: datetime, ends_at: datetime, offsets: tuple[timedelta, timedelta]
) -> None:
    night = changed(starts_at=starts_at, ends_at=ends_at)

    for begins, ends in (by_icalendar(night), by_vobject(night)):
        assert (begins.replace(tzinfo=None), ends.replace(tzinfo=None)) == (starts_at, ends_at)
        assert (begins.utcoffset(), ends.utcoffset()) == offsets


def test_the_hour_that_exists_twice_is_written_in_utc_where_nobody_can_differ() -> None:
    twice = changed(starts_at=datetime(2027, 10, 31, 2, 30), ends_at=datetime(2027, 10, 31, 5))

    # The first of the two (RFC 5545, 3.3.5).
    assert by_icalendar(twice) == by_vobject(twice)
    assert by_icalendar(twice) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 4, tzinfo=UTC))
    assert b"DTSTART:20271031T003000Z" in feed_of(twice)


def test_a_date_to_be_announced_is_not_in_calendars() -> None:
    announced = changed(starts_at=None, ends_at=None)

    assert rendered(announced).vevents == {}


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.SUBMITTED, EventStatus.RETURNED])
def test_what_is_not_public_has_no_entry(status: EventStatus) -> None:
    assert rendered(changed(status=status)).vevents == {}


@pytest.mark.parametrize(
    ("status", "ical_status", "mark"),
    [
        (EventStatus.CANCELLED, "CANCELLED", "CANCELLED: %(title)s"),
        (EventStatus.POSTPONED, "TENTATIVE", "POSTPONED: %(title)s"),
    ],
)
def test_what_is_off_says_so_in_the_title_in_every_language_and_blocks_nobody(
    status: EventStatus, ical_status: str, mark: str
) -> None:
    off = changed(status=status, title="100 % Vielfalt")

    for language in LANGUAGE_CODES:
        entry = entry_of(off, language)
        assert entry["SUMMARY"] == catalogue(language).gettext(mark) % {"title": "100 % Vielfalt"}
        assert (entry["STATUS"], entry["TRANSP"]) == (ical_status, "TRANSPARENT")


def test_whoever_reads_another_language_gets_the_original_and_is_told_so() -> None:
    entry = entry_of(EVENING, "uk")

    assert (entry["SUMMARY"], entry["SUMMARY"].params["LANGUAGE"]) == ("Sprachcafé", "de")
    assert str(entry["DESCRIPTION"]).splitlines()[0] == catalogue("uk").gettext(ONLY_IN) % {"language": "Німецька"}
    assert "німецька" not in str(entry_of(EVENING, "de")["DESCRIPTION"])


def test_a_translation_is_an_entry_of_its_own_and_says_when_the_original_has_changed_since() -> None:
    text = EventText(language="ku", title="Qehwexaneya ziman", description="Em diaxivin.")
    current, outdated = changed(texts=[text]), changed(texts=[structs.replace(text, is_outdated=True)])

    assert entry_of(current, "ku")["SUMMARY"] == "Qehwexaneya ziman"
    assert entry_of(current, "ku")["DESCRIPTION"] == f"Em diaxivin.\n\n{EVENING.url}"
    assert str(entry_of(outdated, "ku")["DESCRIPTION"]).startswith(catalogue("de").gettext(OUTDATED))


def test_what_may_be_known_by_all_is_in_the_entry_and_nothing_else() -> None:
    picture = Picture(
        id=UUID(int=7), alt="", width=1, height=1, url="https://win.example/p.jpg", small_url="", original_url=""
    )
    known = changed(
        coordinates=Coordinates(latitude=51.44, longitude=7.33),
        pictures=[picture],
        conference=Conference(url="https://zoom.example/j/1", pass_code="zeche-8", is_public=True),
        facts=Facts(contact_name="Carla Muster", contact_phone="0230 1"),
        co_organisers=[CoOrganiser(id=UUID(int=8), slug="awo", name="AWO")],
    )

    entry = entry_of(known)

    assert str(entry["GEO"].to_ical()) == "51.44;7.33"
    assert entry["IMAGE"] == "https://win.example/p.jpg"
    assert entry["CONFERENCE"] == "https://zoom.example/j/1"
    assert "AWO" in str(entry["DESCRIPTION"])
    hidden = structs.replace(known, conference=Conference(url="https://zoom.example/j/1", pass_code="zeche-8"))
    for vevent in everywhere(hidden):
        assert not any(secret in vevent for secret in ("zoom", "zeche-8", "Carla", "0230 1"))


def test_online_only_events_say_so_and_never_how_to_join() -> None:
    join_details = "https://zoom.example/j/linde-7 Kenncode zeche-8"
    online = changed(online=True, place=None, join_details=join_details)

    assert entry_of(online)["LOCATION"] == catalogue("de").gettext("Online")
    for event in (online, changed(online=True, join_details=join_details)):
        for vevent in everywhere(event):
            assert "zoom" not in vevent
            assert "zeche-8" not in vevent


def test_nothing_empty_is_written() -> None:
    bare = changed(description="", place=None)

    assert "LOCATION" not in entry_of(bare)
    assert entry_of(bare)["DESCRIPTION"] == EVENING.url
    assert entry_of(changed(place=Place(name="Rathaus")))["LOCATION"] == "Rathaus"


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("ملتقى النساء في المكتبة: حكايات وموسيقى وشاي من كل مكان في العالم " * 2, id="Arabic"),
        pytest.param("Fest 👩🏽‍🎓👨‍👩‍👧‍👦🏳️‍🌈 " * 12, id="emoji of several code points"),
        pytest.param("Ґанок і її пісні " * 8, id="Ukrainian"),
    ],
)
def test_long_titles_in_any_script_are_folded_between_characters(title: str) -> None:
    feed = feed_of(changed(title=title))

    assert max(len(line) for line in feed.split(b"\r\n")) <= 75
    assert all(line.decode() for line in feed.split(b"\r\n")[:-1])
    assert vobject.readOne(feed.decode()).vevent.summary.value == title.strip()


def test_commas_semicolons_backslashes_and_lines_read_back_as_written() -> None:
    description = "Mitbringen: Stift, Heft; gute Laune\nOrdner C:\\Neu\\noch \\, fertig"

    feed = feed_of(changed(title="Lesen, Schreiben; \\Rechnen", description=description))

    assert b"Lesen\\, Schreiben\\; \\\\Rechnen" in feed
    for text in (str(entry_in(feed)["DESCRIPTION"]), vobject.readOne(feed.decode()).vevent.description.value):
        assert text == f"{description}\n\n{EVENING.url}"


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_nobody_writes_another_property_through_a_title(line_end: str) -> None:
    title = f"Fest{line_end}ATTENDEE:mailto:eve@mail.example{line_end}END:VEVENT"

    feed = feed_of(changed(title=title, place=Place(name=title)))

    assert entry_in(feed)["SUMMARY"] == "Fest ATTENDEE:mailto:eve@mail.example END:VEVENT"
    assert "ATTENDEE" not in entry_in(feed)
    assert not hasattr(vobject.readOne(feed.decode()).vevent, "attendee")


def everywhere(event: EventState) -> list[str]:
    """Its VEVENTs in all languages of the pages."""
    return [rendered_of(rendered(event), language) or "" for language in LANGUAGE_CODES]


def by_icalendar(event: EventState) -> tuple[Any, Any]:
    entry = entry_of(event)
    return entry.DTSTART, entry.DTEND


def by_vobject(event: EventState) -> tuple[Any, Any]:
    entry = vobject.readOne(feed_of(event).decode()).vevent
    return entry.dtstart.value, entry.dtend.value
