"""Calendar files, read back by libraries that did not write them."""

import re

import icalendar
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from shared.calendar import add_text, calendar

CONTROL_OCTET = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
ENTRY = (
    "BEGIN:VEVENT\r\nUID:7e0c\r\nDTSTAMP:20270101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20270531T180000\r\nSUMMARY:Fest\r\nEND:VEVENT\r\n"
)
# Whatever is not text in a calendar: ends of lines and controls are, and are not kept as such.
PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(str.strip).filter(len)


def a_feed(*vevents: str, name: str = "WIN", time_zones: tuple[str, ...] = ("Europe/Berlin",)) -> bytes:
    return calendar(
        vevents,
        name=name,
        description="Alles in Witten",
        language="de",
        time_zones=time_zones,
        url="https://win.example/",
        source="https://win.example/calendar.ics",
    )


def test_a_feed_says_its_name_its_address_and_when_to_ask_again_to_new_apps_and_old() -> None:
    head = a_feed().decode().partition("BEGIN:VTIMEZONE")[0]

    assert head.splitlines() == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Shared Calendar//Calendar//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "NAME;LANGUAGE=de:WIN",
        "X-WR-CALNAME:WIN",
        "DESCRIPTION;LANGUAGE=de:Alles in Witten",
        "X-WR-CALDESC:Alles in Witten",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#0F5B5F",
        "URL:https://win.example/",
        "SOURCE;VALUE=URI:https://win.example/calendar.ics",
    ]


def test_a_feed_asks_nobody_to_accept_anything() -> None:
    feed = a_feed(ENTRY)

    assert b"METHOD" not in feed
    assert b"ORGANIZER" not in feed


def test_a_file_without_a_name_does_not_ask_to_be_subscribed_to() -> None:
    file = calendar([ENTRY], language="de", time_zones=["Europe/Berlin"])

    assert b"X-WR-CALNAME" not in file
    assert b"REFRESH-INTERVAL" not in file
    assert icalendar.Calendar.from_ical(file).events[0]["SUMMARY"] == "Fest"


def test_an_empty_feed_has_a_component_and_is_valid() -> None:
    for time_zones in ((), ("Europe/Berlin",)):
        feed = a_feed(time_zones=time_zones)

        assert len(icalendar.Calendar.from_ical(feed).timezones) == 1
        assert vobject.readOne(feed.decode()).validate(raiseException=True)


def test_each_zone_is_described_once_and_in_order() -> None:
    feed = a_feed(ENTRY, time_zones=("Europe/Kyiv", "Europe/Berlin", "Europe/Kyiv"))

    assert [zone.tz_name for zone in icalendar.Calendar.from_ical(feed).timezones] == ["Europe/Berlin", "Europe/Kyiv"]


def test_entries_are_joined_as_they_were_rendered() -> None:
    another = ENTRY.replace("7e0c", "81af")

    assert (ENTRY + another).encode() in a_feed(ENTRY, another)


def test_the_same_entries_give_the_same_bytes() -> None:
    assert a_feed(ENTRY) == a_feed(ENTRY)


def test_a_name_cannot_end_the_calendar_or_begin_another() -> None:
    feed = a_feed(ENTRY, name="WEEKEND:VCALENDAR\r\nEND:VCALENDAR\r\nMETHOD:REQUEST")

    assert feed.count(b"\nEND:VCALENDAR") == 1
    assert b"\nMETHOD" not in feed
    assert icalendar.Calendar.from_ical(feed).calendar_name == "WEEKEND:VCALENDAR END:VCALENDAR METHOD:REQUEST"


def test_ends_of_lines_of_all_kinds_are_line_breaks_and_controls_are_gone() -> None:
    written = written_as_description("eins\r\nzwei\rdrei\u2028vier\x0bfünf\x00\x1b\x7f\tsechs")

    assert read_by_icalendar(written) == "eins\nzwei\ndrei\nvier\nfünf\tsechs"


def test_nothing_is_written_for_an_empty_text() -> None:
    assert b"DESCRIPTION" not in written_as_description(" \r\n\x00 ")


@given(PLAIN_TEXT)
@example(r"C:\Neu\noch")
@example(r"\\;\,")
@example("👩🏽‍🎓" * 40)
@example("\\" * 80)
def test_any_text_survives_the_round_trip(text: str) -> None:
    written = written_as_description(text)

    assert read_by_icalendar(written) == text
    assert vobject.readOne(written.decode()).description.value == text


@given(st.text())
def test_any_text_is_folded_between_characters_and_stays_in_its_property(text: str) -> None:
    lines = written_as_description(text.encode(errors="ignore").decode()).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(CONTROL_OCTET.search(line) or not line.decode() for line in lines[:-1])
    assert {line.split(b";")[0] for line in lines if not line.startswith(b" ")} <= {
        b"BEGIN:VEVENT",
        b"DESCRIPTION",
        b"END:VEVENT",
        b"",  # after the last CRLF
    }


def written_as_description(text: str) -> bytes:
    entry = icalendar.Event()
    add_text(entry, "description", text, language="de")
    written: bytes = entry.to_ical()
    return written


def read_by_icalendar(written: bytes) -> str:
    return str(icalendar.Event.from_ical(written)["DESCRIPTION"])
