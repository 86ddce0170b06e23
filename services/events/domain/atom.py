"""News as Atom (RFC 4287)."""

from datetime import UTC, datetime
from mimetypes import guess_type
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from services.events.domain.news import News, NewsEntry
from services.events.domain.wording import cleaned

ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GENERATOR = "Shared Calendar"


def atom(news: News) -> bytes:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {XML_LANGUAGE: news.language})
    add(feed, "id", news.source)
    add(feed, "title", cleaned(news.title))
    add(feed, "updated", moment(news.updated))
    add(feed, "generator", GENERATOR)
    link(feed, "self", news.source, type="application/atom+xml")
    link(feed, "alternate", news.url, type="text/html")
    for entry in news.entries:
        add_entry(feed, entry)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def add_entry(feed: ET.Element, entry: NewsEntry) -> None:
    element = add(feed, "entry", "")
    add(element, "id", entry.id)
    add(element, "title", entry.title).set(XML_LANGUAGE, entry.language)
    add(element, "updated", moment(entry.updated))
    author = add(element, "author", "")
    add(author, "name", cleaned(entry.author))
    add(author, "uri", entry.author_url)
    link(element, "alternate", entry.url, type="text/html")
    add(element, "category", "").set("term", entry.category)
    add(element, "summary", entry.summary)
    add(element, "content", entry.html).set("type", "html")
    if entry.picture:
        address = urljoin(entry.url, entry.picture.url)
        link(
            element, "enclosure", address, type=guess_type(address)[0] or "image/jpeg", title=cleaned(entry.picture.alt)
        )
    for flyer in entry.flyers:
        length = str(flyer.size_bytes)
        address = urljoin(entry.url, flyer.url)
        link(element, "enclosure", address, type="application/pdf", title=cleaned(flyer.title), length=length)


def add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text or None
    return element


def link(parent: ET.Element, relation: str, address: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address} | attributes)


def moment(instant: datetime) -> str:
    """As RFC 3339 wants it, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
