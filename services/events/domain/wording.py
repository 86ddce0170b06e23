"""An event in words, in a reader's language; the original where there is no translation."""

import re
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from services.events.domain import texts
from services.events.domain.vevent_words import MARKED_TITLES, ONLINE
from shared import formats
from shared.calendar import in_one_line
from shared.messages.event_details import EventText
from shared.messages.events import EventState, EventStatus
from shared.texts import CONTROL_CHARACTER
from shared.translations import N_, catalogue

# XML 1.0 (2.2) knows no words for these.
NONCHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
TO_BE_ANNOUNCED = N_("Date to be announced")
POSTPONED = N_("The date does not hold any more. The new one is not known yet.")


def text_in(state: EventState, language: str) -> EventText:
    """Title and description in this language, else as they were written; cleaned of what could turn other text."""
    found = texts.text_in(state, language)
    return replace(found, title=in_one_line(cleaned(found.title)), description=cleaned(found.description).strip())


def cleaned(text: str) -> str:
    """The text without controls, and without marks that turn the direction of what follows."""
    return NONCHARACTER.sub("", CONTROL_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def marked_title(state: EventState, language: str) -> str:
    """The title, with a word before it when the event is off."""
    title = text_in(state, language).title
    if state.status not in MARKED_TITLES:
        return title
    return catalogue(language).gettext(MARKED_TITLES[state.status]) % {"title": title}


def when_in_words(state: EventState, language: str, zone: ZoneInfo) -> str:
    """The date, with its zone if that is not the network's; of a series the first date and how many follow."""
    words = catalogue(language)
    if state.status is EventStatus.POSTPONED:
        return words.gettext(POSTPONED)
    when = formats.when(state, language)
    if not when:
        return words.gettext(TO_BE_ANNOUNCED)
    if state.starts_at and state.time_zone != zone.key:
        when = f"{when} ({state.time_zone})"
    following = len(state.occurrences) - 1 if state.recurrence else 0
    if following > 0:
        more = words.ngettext("and %(count)s more date", "and %(count)s more dates", following)
        when = formats.joined(when, more % {"count": formats.number(following, language)}, language)
    return when


def where_in_words(state: EventState, language: str) -> str:
    """Name and address of the place, and whether it is online; empty when nothing is known."""
    online = catalogue(language).gettext(ONLINE) if state.online else ""
    return ", ".join(part for part in (place_in_words(state), online) if part)


def place_in_words(state: EventState) -> str:
    """Its name and address; empty when there is none."""
    place = [state.place.name, state.place.address] if state.place else []
    return ", ".join(in_one_line(cleaned(part)) for part in place if part.strip())
