"""What a VEVENT says in words: in the reader's language where there is a text in it, else in the original's."""

from gettext import NullTranslations

import icalendar

from services.events.domain.texts import text_in
from shared import translations
from shared.calendar import add_text, escaped, in_one_line
from shared.calendar_entry import folded
from shared.categories import CATEGORY_NAMES, Category
from shared.formats import language_name
from shared.messages.event_details import EventText
from shared.messages.events import EventState, EventStatus
from shared.translations import N_, catalogue

MARKED_TITLES = {
    EventStatus.POSTPONED: N_("POSTPONED: %(title)s"),
    EventStatus.CANCELLED: N_("CANCELLED: %(title)s"),
}
ONLINE = N_("Online")
SOLD_OUT = N_("Sold out")
ONLY_IN = N_("This text is only available in: %(language)s")
OUTDATED = N_("The original text has changed since this was translated.")
WITH = N_("Together with: %(names)s")


def words_of(event: EventState, language: str, *, status: EventStatus) -> str:
    """The lines that say it; an occurrence may have a `status` of its own.

    What people wrote begins on a line of its own after our notes, so that it is the same lines for all who read it.
    """
    reader = translations.language(language)
    words = catalogue(reader.code)
    text = text_in(event, language)
    title = in_one_line(text.title)
    if status in MARKED_TITLES:
        title = words.gettext(MARKED_TITLES[status]) % {"title": title}
    entry = icalendar.Event()
    add_text(entry, "summary", title, language=text.language)
    add_text(entry, "location", location(event, words.gettext(ONLINE)))
    entry.add("categories", [words.gettext(CATEGORY_NAMES[Category(event.category)])])
    # Several apps show URL nowhere, so the page's address is the last line as well.
    add_text(entry, "description", f"{text.description.strip()}\n\n{event.url}", language=text.language)
    _, *before, description, _, _ = entry.content_lines(sorted=False)
    name, _, written = description.partition(":")
    notes = notes_on(event, text, language, words)
    said_before = "\n".join([*notes, "", ""]) if notes else ""
    lines = [*before, f"{name}:{escaped(said_before)}", f" {written}"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def notes_on(event: EventState, text: EventText, language: str, words: NullTranslations) -> list[str]:
    """What is to be said before the description."""
    notes = []
    if event.is_sold_out:
        notes.append(words.gettext(SOLD_OUT))
    if text.language != language:
        name = language_name(text.language, translations.language(language).code)
        notes.append(words.gettext(ONLY_IN) % {"language": name})
    if text.is_outdated:
        notes.append(words.gettext(OUTDATED))
    if event.co_organisers:
        names = ", ".join(in_one_line(each.name) for each in event.co_organisers)
        notes.append(words.gettext(WITH) % {"names": names})
    return notes


def location(event: EventState, online: str) -> str:
    if event.place:
        return ", ".join(in_one_line(part) for part in (event.place.name, event.place.address) if part.strip())
    return online if event.online else ""
