"""The archive of editions as Atom, for feed readers."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from services.notify.domain.composed_edition import PublishedEdition
from shared.atom import XML_LANGUAGE, add, link, moment, new_feed, written
from shared.translations import N_, catalogue

TITLE = N_("Newsletter of %(network)s")
# As long as nothing has been published.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class EditionNews(Struct, frozen=True, kw_only=True):
    content: bytes
    updated: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def news_of(published: Sequence[PublishedEdition], code: str, *, network: str, base_url: str) -> EditionNews:
    """The published editions, the newest first."""
    updated = max((each.updated_at for each in published), default=LONG_AGO)
    feed = new_feed(
        title=catalogue(code).gettext(TITLE) % {"network": network},
        language=code,
        source=f"{base_url}/newsletter.atom",
        url=f"{base_url}/newsletter",
        updated=updated,
    )
    for edition in published:
        text, address = edition.text, base_url + edition.path
        entry = add(feed, "entry", "")
        add(entry, "id", f"urn:uuid:{edition.id}")
        add(entry, "title", text.title).set(XML_LANGUAGE, text.language)
        add(entry, "updated", moment(edition.updated_at))
        add(add(entry, "author", ""), "name", network)
        link(entry, "alternate", address, type="text/html")
        link(entry, "enclosure", f"{address}.pdf", type="application/pdf")
        add(entry, "summary", text.welcome).set(XML_LANGUAGE, text.language)
    return EditionNews(content=written(feed), updated=updated)
