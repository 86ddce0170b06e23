"""The public pages for search engines (sitemaps.org), each with its address in every language."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from msgspec import Struct

from services.events.domain.feed import is_public
from shared.messages.events import CampaignState, EventState, OrganisationState
from shared.translations import LANGUAGE_CODES

# As many as one file may name.
MOST_ADDRESSES = 50_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ALWAYS_THERE = ("/", "/events", "/offers", "/organisations", "/campaigns", "/subscribe")


class Address(Struct, frozen=True, kw_only=True):
    """A page, and since when it is as it is, if that is known."""

    url: str
    changed_at: datetime | None = None


def addresses(
    events: Iterable[EventState],
    organisations: Iterable[OrganisationState],
    campaigns: Iterable[CampaignState],
    *,
    base_url: str,
) -> list[Address]:
    """All public pages, in an order that only grows at its end as pages are added to a kind."""
    public = [state for state in events if is_public(state)]
    return [
        *(Address(url=base_url + path) for path in ALWAYS_THERE),
        *(Address(url=f"{base_url}/organisations/{slug}") for slug in sorted(each.slug for each in organisations)),
        *(Address(url=each.url, changed_at=each.changed_at) for each in sorted(campaigns, key=lambda each: each.slug)),
        *(Address(url=each.url, changed_at=each.changed_at) for each in sorted(public, key=lambda each: each.slug)),
    ]


def sitemap(pages: Iterable[Address]) -> str:
    head = f'{HEAD}<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n'
    return "".join([head, *map(entry, pages), "</urlset>\n"])


def entry(page: Address) -> str:
    url = escape(page.url, {'"': "&quot;"})
    changed = f"<lastmod>{page.changed_at.isoformat(timespec='seconds')}</lastmod>" if page.changed_at else ""
    others = "".join(alternate(code, f"{url}?lang={code}") for code in LANGUAGE_CODES)
    return f"<url><loc>{url}</loc>{changed}{others}{alternate('x-default', url)}</url>\n"


def alternate(language: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>'


def index(urls: Iterable[str]) -> str:
    """What names the sitemaps when there are too many pages for one."""
    listed = (f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return "".join([HEAD, f'<sitemapindex xmlns="{SITEMAP}">\n', *listed, "</sitemapindex>\n"])
