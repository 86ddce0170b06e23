"""News as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from datetime import datetime
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from services.events.domain.news import News, NewsEntry

VERSION = "https://jsonfeed.org/version/1.1"


class Author(Struct, frozen=True, kw_only=True):
    name: str
    url: str


class Attachment(Struct, frozen=True, kw_only=True):
    url: str
    mime_type: str
    title: str
    size_in_bytes: int


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    url: str
    title: str
    summary: str
    content_html: str
    date_modified: datetime
    language: str
    authors: list[Author]
    tags: list[str]
    image: str | None = None
    attachments: list[Attachment] = []


class JsonFeed(Struct, frozen=True, kw_only=True):
    title: str
    home_page_url: str
    feed_url: str
    language: str
    items: list[Item]
    version: str = VERSION


def json_feed(news: News) -> bytes:
    feed = JsonFeed(
        title=news.title,
        home_page_url=news.url,
        feed_url=news.source,
        language=news.language,
        items=[item_of(entry) for entry in news.entries],
    )
    return msgspec.json.encode(feed)


def item_of(entry: NewsEntry) -> Item:
    return Item(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        summary=entry.summary,
        content_html=entry.html,
        date_modified=entry.updated.replace(microsecond=0),
        language=entry.language,
        authors=[Author(name=entry.author, url=entry.author_url)],
        tags=[entry.category],
        image=urljoin(entry.url, entry.picture.url) if entry.picture else None,
        attachments=[
            Attachment(
                url=urljoin(entry.url, flyer.url),
                mime_type="application/pdf",
                title=flyer.title,
                size_in_bytes=flyer.size_bytes,
            )
            for flyer in entry.flyers
        ],
    )
