"""Calendar files (RFC 5545, 7986): the text in them, and what stands around the entries."""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

import icalendar
from icalendar.cal.component import Component
from icalendar.prop import vDuration, vText, vUri
from msgspec import Struct

from shared.timezones import vtimezone

PRODUCT = "-//Shared Calendar//Calendar//EN"
END = "END:VCALENDAR\r\n"
# How often apps may come back; asking is cheap, since most answers are "304 Not Modified".
REFRESH_INTERVAL = timedelta(hours=1)
# Those of the entries that mails bring, and some feeds.
HEADS_REMEMBERED = 100
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class Color(Struct, frozen=True, kw_only=True):
    """One colour in two spellings: RFC 7986 wants a CSS3 name, Apple reads `#RRGGBB`."""

    name: str
    rgb: str


# As near to the pages' brand colour as a name can be.
BRAND_COLOR = Color(name="teal", rgb="#0F5B5F")


class Text(vText):
    r"""TEXT that reads back as it was written: icalendar alone takes the `\N` in `C:\Neu` for a line break."""

    def to_ical(self) -> bytes:
        return self.translate(ESCAPES).encode()


def escaped(text: str) -> str:
    """TEXT as it stands in a file (RFC 5545, 3.3.11)."""
    return "\n".join(CONTROL_CHARACTER.sub("", line) for line in text.split("\n")).translate(ESCAPES)


def add_text(component: Component, name: str, text: str, *, language: str = "") -> None:
    """Adds a TEXT property, its lines plain and without controls; adds none when nothing is left of it."""
    lines = (CONTROL_CHARACTER.sub("", line) for line in text.splitlines())
    plain = "\n".join(lines).strip()
    if plain:
        component.add(name, Text(plain), parameters={"LANGUAGE": language} if language else {})


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def calendar(
    vevents: Iterable[str],
    *,
    language: str,
    time_zones: Iterable[str],
    name: str = "",
    description: str = "",
    url: str = "",
    source: str = "",
    color: Color = BRAND_COLOR,
    method: str = "",
) -> bytes:
    """A calendar file: rendered VEVENTs, joined below one head, with the VTIMEZONEs of the zones they name.

    `url` is the page about the calendar, `source` the feed's own address. Without a `name` it is a file to take entries
    from once: nothing in it makes an app open a calendar for them or come back. With a `method` it is a
    message about an entry (RFC 5546).
    """
    begin = beginning(name, description, language=language, url=url, source=source, color=color, method=method)
    # A calendar without any component is not valid (RFC 5545, 3.6), and a feed may be empty.
    zones = sorted(set(time_zones)) or ["UTC"]
    return "".join([begin, *map(vtimezone, zones), *vevents, END]).encode()


@lru_cache(maxsize=HEADS_REMEMBERED)
def beginning(name: str, description: str, *, language: str, url: str, source: str, color: Color, method: str) -> str:
    """All that comes before the first component."""
    head = icalendar.Calendar()
    head.add("prodid", PRODUCT)
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    if method:
        head.add("method", method)
    if name:
        add_subscription(head, name, description, language=language, color=color)
    for property_name, address in (("url", url), ("source", source)):
        if address:
            # Not every reader knows that SOURCE is no text.
            parameters = {"VALUE": "URI"} if property_name == "source" else {}
            head.add(property_name, vUri(address), parameters=parameters)
    begin: str = head.to_ical(sorted=False).decode()
    return begin.removesuffix(END)


def add_subscription(head: icalendar.Calendar, name: str, description: str, *, language: str, color: Color) -> None:
    """What a subscribed calendar is called and when to look again, in the words of RFC 7986 and of those before it."""
    add_text(head, "name", in_one_line(name), language=language)
    add_text(head, "x-wr-calname", in_one_line(name))
    add_text(head, "description", description, language=language)
    add_text(head, "x-wr-caldesc", description)
    head.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", vDuration(REFRESH_INTERVAL))
    head.add("color", color.name)
    head.add("x-apple-calendar-color", color.rgb)
