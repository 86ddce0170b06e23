"""An event as a VEVENT (RFC 5545, 3.6.1), rendered once when it changes; the same state gives the same bytes.

Nothing in it is for some people only: who may join online sees how on our pages and in mails.
"""

from datetime import date, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vUri

from services.events.domain.categories import CATEGORY_NAMES, Category
from services.events.domain.dates import instants
from shared import translations
from shared.calendar import add_text, in_one_line
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus
from shared.translations import LANGUAGE_CODES, N_, catalogue

# The old date of a postponed event is off, but apps that drop cancelled entries without a word must go on showing why.
STATUS = {
    EventStatus.PUBLISHED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}
MARKED_TITLES = {
    EventStatus.POSTPONED: N_("POSTPONED: %(title)s"),
    EventStatus.CANCELLED: N_("CANCELLED: %(title)s"),
}
ONLINE = N_("Online")


def vevents_of(event: EventState) -> dict[str, str]:
    """Its VEVENTs by language: in its own, and where a mark is to be understood, in each language of the pages."""
    codes = {event.language, *LANGUAGE_CODES} if event.status in MARKED_TITLES else {event.language}
    rendered = {code: render_vevent(event, code) for code in sorted(codes)}
    return {code: vevent for code, vevent in rendered.items() if vevent is not None}


def render_vevent(event: EventState, language: str) -> str | None:
    """Its VEVENT with our own words in `language`; None while its date is to be announced or it is not public."""
    span = instants(event)
    if span is None or event.status not in PUBLIC_STATUSES:
        return None
    entry = icalendar.Event()
    entry.add("uid", str(event.id))
    entry.add("sequence", event.sequence)
    # Equal, as there is no METHOD (RFC 5545, 3.8.7.2); apps compare them to find what is new.
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    add_dates(entry, event, *span)
    add_words(entry, event, catalogue(translations.language(language).code))
    entry.add("status", STATUS[event.status])
    # Whole days do not fill the days of those who subscribe, and what is off fills nobody's.
    busy = event.starts_at is not None and event.status == EventStatus.PUBLISHED
    entry.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    rendered: bytes = entry.to_ical(sorted=False)
    return rendered.decode()


def add_dates(entry: icalendar.Event, event: EventState, begins: datetime, ends: datetime) -> None:
    start: date = begins
    end: date = ends
    zone = {}
    if event.starts_on and event.ends_on:
        # The end is the first day that is not part of it any more (RFC 5545, 3.6.1).
        start, end = event.starts_on, event.ends_on + timedelta(days=1)
    elif event.starts_at and event.ends_at and is_plain(event.starts_at, event) and is_plain(event.ends_at, event):
        start, end, zone = event.starts_at, event.ends_at, {"TZID": event.time_zone}
    entry.add("dtstart", start, parameters=dict(zone))
    # An end that is not later than the start is forbidden.
    if ends > begins:
        entry.add("dtend", end, parameters=dict(zone))


def is_plain(wall_time: datetime, event: EventState) -> bool:
    """Whether clocks show this time just once; about those of the nights they change, readers agree in UTC only."""
    zone = ZoneInfo(event.time_zone)
    return wall_time.replace(tzinfo=zone, fold=0).utcoffset() == wall_time.replace(tzinfo=zone, fold=1).utcoffset()


def add_words(entry: icalendar.Event, event: EventState, texts: NullTranslations) -> None:
    title = in_one_line(event.title)
    if event.status in MARKED_TITLES:
        title = texts.gettext(MARKED_TITLES[event.status]) % {"title": title}
    add_text(entry, "summary", title, language=event.language)
    # Several apps show URL nowhere, so the page's address is the last line as well.
    add_text(entry, "description", f"{event.description.strip()}\n\n{event.url}", language=event.language)
    add_text(entry, "location", location(event, texts))
    entry.add("url", vUri(event.url))
    entry.add("categories", [texts.gettext(CATEGORY_NAMES[Category(event.category)])])


def location(event: EventState, texts: NullTranslations) -> str:
    if event.place:
        return ", ".join(in_one_line(part) for part in (event.place.name, event.place.address) if part.strip())
    return texts.gettext(ONLINE) if event.online else ""
