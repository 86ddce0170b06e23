"""Whatever people type: feeds stay whole, and all four readers show what was written and nothing else."""

from collections.abc import Callable
from typing import Any
from unicodedata import category

import icalendar
import pytest
import vobject
from hypothesis import assume, example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from services.events.domain.event import EventFields
from services.events.domain.vevent import rendered
from shared import forms
from shared.calendar import calendar
from shared.messages.event_details import CoOrganiser, EventText, Place
from shared.messages.events import EventState, EventStatus
from shared.problems import Invalid
from tests.events.states import EVENING, changed
from tests.readers.agreement import FROM, TO
from tests.readers.ical_js import IcalJs

HOSTILE = [
    "Fest\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nSUMMARY:Gratis",
    "Fest\nATTENDEE:mailto:eve@mail.example",
    "Fest\r\n\tATTACH:https://evil.example",
    "Fest\\nEND:VEVENT\\nBEGIN:VALARM",
    "\\",
    "\\" * 75,
    "=0D=0AEND:VEVENT",
    "Fest;X=1:Y",
    '";ALTREP="https://evil.example',
    "^n^'^^",
    "\u202eTSEF\u202c",
    "\u2066Fest\u2069",
    "Fe\u200bst\u200c\u200d\ufeff\u2060",
    "Fest\x00\x1b[31m\x07\x7f\x9b",
    "Fest\u2028END:VEVENT\u2029END:VCALENDAR\x85BEGIN:VCALENDAR\x0bMETHOD:REQUEST\x0c\x1c\x1d\x1e",
    "x" * 5000,
    "👩🏽‍🎓👨‍👩‍👧‍👦🏳️‍🌈" * 200,
    "ملتقى النساء في المكتبة، " * 100,
    "e\u0301\u0323" * 500,
    "\U000e0041\U000e0042",
    "\ufffe\uffff\ue000",
    " \t ",
    "",
]
# What JSON and forms can bring: no unpaired surrogates, as they are no text in UTF-8.
ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from("\r\n\t\\;,:\"'^=BEGIN:VT END\u2028\x0b\x85\x00👩\u200dé\u202e"), max_size=300),
    st.sampled_from(HOSTILE),
)


def without_controls(text: str) -> str:
    """What is left when the invisible characters are gone that we ask people to remove."""
    return "".join(each for each in text if each in "\n\t" or category(each) != "Cc")


DESCRIPTION = ANY_TEXT.map(without_controls)
TITLE = DESCRIPTION.map(lambda text: text.replace("\n", " ")[:120])

Words = tuple[str, str]


def with_words(text: str, **fields: Any) -> EventState:
    """An event that says this wherever people can say something."""
    return changed(
        title=text,
        description=text,
        place=Place(name=text, address=text),
        organisation_name=text,
        co_organisers=[CoOrganiser(id=EVENING.organisation_id, slug="awo", name=text)],
        texts=[EventText(language="en", title=text, description=text)],
        **fields,
    )


def feed_of(state: EventState, *, name: str) -> bytes:
    vevent = rendered(state).vevents[state.language]
    return calendar([vevent], name=name, description=name, language="de", time_zones=[state.time_zone])


def shape(ical_js: IcalJs, feed: bytes) -> tuple[set[str], list[str], set[str], set[str]]:
    """What the feed is made of, without the words: properties that are not there when there is nothing to say are."""
    read = ical_js.read(feed, FROM, TO)
    [entry] = read.entries
    return set(read.properties), read.components, set(entry.properties), {entry.uid}


@given(ANY_TEXT)
@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.CANCELLED])
def test_no_word_becomes_a_property_or_another_entry(ical_js: IcalJs, status: EventStatus, text: str) -> None:
    usual = shape(ical_js, feed_of(with_words("Fest", status=status), name="WIN"))

    feed = feed_of(with_words(text, status=status), name=text)

    calendar_properties, components, properties, uids = shape(ical_js, feed)
    assert (components, uids) == (usual[1], usual[3])
    assert calendar_properties <= usual[0]
    assert properties <= usual[2]
    for reader in (shape_by_icalendar, shape_by_vobject, shape_by_ical):
        assert reader(feed) == [str(EVENING.id)]


def shape_by_icalendar(feed: bytes) -> list[str]:
    read = icalendar.Calendar.from_ical(feed)
    assert [each.name for each in read.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert not read.errors
    return [str(entry["UID"]) for entry in read.events]


def shape_by_vobject(feed: bytes) -> list[str]:
    [read] = vobject.readComponents(feed.decode())
    assert [each.name for each in read.components()] == ["VTIMEZONE", "VEVENT"]
    return [entry.uid.value for entry in read.vevent_list]


def shape_by_ical(feed: bytes) -> list[str]:
    [read] = IcsCalendarStream.from_ics(feed.decode()).calendars
    return [entry.uid or "" for entry in read.events]


@pytest.fixture(scope="session")
def word_readers(ical_js: IcalJs) -> dict[str, Callable[[bytes], Words]]:
    """Title and description, as each reads them."""

    def by_ical_js(feed: bytes) -> Words:
        [entry] = ical_js.read(feed, FROM, TO).entries
        return entry.summary or "", entry.description or ""

    def by_icalendar(feed: bytes) -> Words:
        [entry] = icalendar.Calendar.from_ical(feed).events
        return str(entry.get("SUMMARY", "")), str(entry["DESCRIPTION"])

    def by_vobject(feed: bytes) -> Words:
        entry = vobject.readOne(feed.decode()).vevent
        return entry.summary.value, entry.description.value

    def by_ical(feed: bytes) -> Words:
        [entry] = IcsCalendarStream.calendar_from_ics(feed.decode()).events
        return entry.summary or "", entry.description or ""

    return {"ical.js": by_ical_js, "icalendar": by_icalendar, "vobject": by_vobject, "ical": by_ical}


@given(title=TITLE, description=DESCRIPTION)
@example(title="\U000e0041", description="\\n \\N \\; \\, \\\\")
@example(title="a  \t b", description="eins\n\n\n zwei\n")
def test_what_is_accepted_reads_back_as_written_in_every_reader(
    word_readers: dict[str, Callable[[bytes], Words]], title: str, description: str
) -> None:
    try:
        fields = forms.from_values(EventFields, {"title": title, "description": description})
    except Invalid:
        assume(False)
    state = changed(title=fields.title, description=fields.description)
    lines = "\n".join(fields.description.splitlines())
    said = (" ".join(fields.title.split()), f"{lines}\n\n{state.url}".strip())

    read = {name: reader(feed_of(state, name="WIN")) for name, reader in word_readers.items()}

    assert read == dict.fromkeys(word_readers, said)
