"""What a VEVENT says in words: in the reader's language where there is a text in it, else in the original's."""

import icalendar
from icalendar.prop import vUri

from services.events.domain.texts import text_in
from shared import translations
from shared.calendar import add_text, in_one_line
from shared.categories import CATEGORY_NAMES, Category
from shared.formats import language_name
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


def add_words(entry: icalendar.Event, event: EventState, language: str, *, status: EventStatus) -> None:
    """The texts of the entry; an occurrence may have a `status` of its own."""
    reader = translations.language(language)
    translate = catalogue(reader.code).gettext
    text = text_in(event, language)
    title = in_one_line(text.title)
    if status in MARKED_TITLES:
        title = translate(MARKED_TITLES[status]) % {"title": title}
    notes = []
    if event.is_sold_out:
        notes.append(translate(SOLD_OUT))
    if text.language != language:
        notes.append(translate(ONLY_IN) % {"language": language_name(text.language, reader.code)})
    if text.is_outdated:
        notes.append(translate(OUTDATED))
    together = ""
    if event.co_organisers:
        together = translate(WITH) % {"names": ", ".join(in_one_line(each.name) for each in event.co_organisers)}
    # Several apps show URL nowhere, so the page's address is the last line as well.
    paragraphs = ["\n".join(notes), text.description.strip(), together, event.url]
    add_text(entry, "summary", title, language=text.language)
    add_text(entry, "description", "\n\n".join(filter(None, paragraphs)), language=text.language)
    add_text(entry, "location", location(event, translate(ONLINE)))
    entry.add("url", vUri(event.url))
    entry.add("categories", [translate(CATEGORY_NAMES[Category(event.category)])])


def location(event: EventState, online: str) -> str:
    if event.place:
        return ", ".join(in_one_line(part) for part in (event.place.name, event.place.address) if part.strip())
    return online if event.online else ""
