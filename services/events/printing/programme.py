"""The words of a programme in the reader's language, for `programme.typ`."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from services.events.domain.programme import Edition, Programme, ProgrammeDate, ProgrammeEntry, by_day, undated
from shared import formats
from shared.formats import language_name, last_day
from shared.messages.event_details import EventText
from shared.printing import breakable
from shared.translations import N_, catalogue, closest

UNTIL = N_("until %(end)s")
ALL_DAY = N_("All day")
ONLINE = N_("Online")
SIGN_UP = N_("Please sign up")
SOLD_OUT = N_("Sold out")
POSTPONED = N_("Postponed")
TO_BE_ANNOUNCED = N_("Date to be announced")
AS_PRINTED = N_("Edition %(number)s, as of %(day)s")
LOOK_UP_CHANGES = N_("Something may have changed since. Scan this code to see what.")
LOOK_UP_ENTRIES = N_("Scan this code to see the programme as it is now.")
ABOUT_CODES = N_("The code beside each entry leads to its page.")
PROGRAMME = N_("Programme")
TEMPLATE = Path(__file__).with_name("programme.typ")


class Layout(StrEnum):
    """A5 in black for the printer, or A4 with colours and links for the screen."""

    PRINT = "print"
    SCREEN = "screen"


def content_of(
    programme: Programme, *, edition: Edition | None, network: str, language: str, layout: Layout
) -> dict[str, Any]:
    """What `programme.typ` sets; `edition` is None for the programme as it is now."""
    translate = catalogue(language).gettext
    address = f"{programme.url}/changes?edition={edition.number}" if edition else programme.url
    pages = {entry.url for entry in programme.entries}
    return {
        "language": language,
        "layout": layout,
        "kind": translate(PROGRAMME),
        "title": programme.title,
        "when": days_in_words(programme.starts_on, programme.ends_on, language),
        "text": programme.description,
        "network": network,
        "organisation": programme.organisation,
        "address": address,
        "about_address": translate(LOOK_UP_CHANGES if edition else LOOK_UP_ENTRIES),
        "about_codes": translate(ABOUT_CODES),
        "edition": as_printed(edition, language) if edition else "",
        "days": [
            {
                "heading": formats.full_date(day, language),
                "entries": [entry_in_words(entry, each, language, translate) for each, entry in entries],
            }
            for day, entries in by_day(programme)
        ],
        "undated_heading": translate(TO_BE_ANNOUNCED),
        "undated": [entry_in_words(entry, None, language, translate) for entry in undated(programme)],
        "codes": sorted({address, *pages}),
    }


def entry_in_words(
    entry: ProgrammeEntry, each: ProgrammeDate | None, language: str, translate: Callable[[str], str]
) -> dict[str, Any]:
    original = EventText(language=entry.language, title=entry.title, description=entry.text)
    text = closest(entry.texts, language, original)
    signs_up = entry.takes_registrations and not entry.is_postponed and not entry.is_sold_out
    marks = [
        (ONLINE, entry.online),
        (SIGN_UP, signs_up),
        (SOLD_OUT, entry.is_sold_out),
        (POSTPONED, entry.is_postponed),
    ]
    return {
        "when": time_in_words(each, language, translate) if each else "",
        "title": breakable(text.title),
        "text": breakable(text.description),
        "language": text.language,
        "organisers": breakable(" · ".join(entry.organisers)),
        "where": breakable(", ".join(part for part in (entry.place, entry.address) if part)),
        "languages": " · ".join(language_name(code, language) for code in entry.languages),
        "marks": [translate(text) for text, holds in marks if holds],
        "url": entry.url,
    }


def time_in_words(each: ProgrammeDate, language: str, translate: Callable[[str], str]) -> str:
    """The time beside an entry that stands below its first day."""
    first, last = formats.first_day(each), last_day(each)
    if each.starts_at is None or each.ends_at is None:
        if first == last or last is None:
            return translate(ALL_DAY)
        return translate(UNTIL) % {"end": formats.short_date(last, language)}
    start, end = formats.time(each.starts_at, language), formats.time(each.ends_at, language)
    if first == last:
        return formats.from_to(start, end, language)
    until = formats.joined(formats.short_date(each.ends_at, language), end, language)
    return formats.joined(start, translate(UNTIL) % {"end": until}, language)


def days_in_words(first: date, last: date, language: str) -> str:
    # No line begins with a dash.
    return formats.days_in_full(first, last, language).replace(" –", "\N{NO-BREAK SPACE}–")


def as_printed(edition: Edition, language: str) -> str:
    day = formats.short_date(edition.frozen_at, language)
    return catalogue(language).gettext(AS_PRINTED) % {"number": edition.number, "day": day}
