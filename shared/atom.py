"""The parts of an Atom feed (RFC 4287)."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GENERATOR = "Shared Calendar"


def new_feed(*, title: str, language: str, source: str, url: str, updated: datetime) -> ET.Element:
    """A feed without entries: `url` is the page it is about, `source` its own address."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {XML_LANGUAGE: language})
    add(feed, "id", source)
    add(feed, "title", title)
    add(feed, "updated", moment(updated))
    add(feed, "generator", GENERATOR)
    link(feed, "self", source, type="application/atom+xml")
    link(feed, "alternate", url, type="text/html")
    return feed


def add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = text or None
    return element


def link(parent: ET.Element, relation: str, address: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address} | attributes)


def moment(instant: datetime) -> str:
    """As RFC 3339 wants it, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(feed: ET.Element) -> bytes:
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content
