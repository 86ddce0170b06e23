"""News as Atom (RFC 4287)."""

from mimetypes import guess_type
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from services.events.domain.news import News, NewsEntry
from services.events.domain.wording import cleaned
from shared.atom import XML_LANGUAGE, add, link, moment, new_feed, written


def atom(news: News) -> bytes:
    feed = new_feed(
        title=cleaned(news.title), language=news.language, source=news.source, url=news.url, updated=news.updated
    )
    for entry in news.entries:
        add_entry(feed, entry)
    return written(feed)


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
