"""What search engines ask for: which pages there are, and which they should leave alone."""

from litestar import Response, get
from litestar.params import FromPath

from services.events.domain.sitemap import MOST_ADDRESSES, Address, addresses, index, sitemap
from services.events.feeds.shelf import LONG_AGO
from services.events.routes.answers import complete_shelf, same_for_all
from shared.access import Who
from shared.problems import NotFound
from shared.web import Request, base_url

# Calendar apps obey it too, so no feed may be named in it.
ROBOTS = """\
User-agent: *
Disallow: /portal
Disallow: /login
Disallow: /registrations/
Disallow: /subscriptions/

Sitemap: {base_url}/sitemap.xml
"""


@get("/robots.txt", who=Who.ANYONE, include_in_schema=False)
async def show_robots(request: Request) -> Response[str]:
    text = ROBOTS.format(base_url=base_url(request))
    return Response(text, media_type="text/plain", headers={"Cache-Control": "public, max-age=86400"})


@get("/sitemap.xml", who=Who.ANYONE, include_in_schema=False)
async def show_sitemap(request: Request) -> Response[bytes]:
    pages = pages_of(request)
    if len(pages) <= MOST_ADDRESSES:
        return xml(request, sitemap(pages), pages)
    count = -(-len(pages) // MOST_ADDRESSES)
    return xml(request, index(f"{base_url(request)}/sitemaps/{number}" for number in range(1, count + 1)), pages)


@get("/sitemaps/{number:int}", who=Who.ANYONE, include_in_schema=False)
async def show_part(request: Request, number: FromPath[int]) -> Response[bytes]:
    """One of several sitemaps. Raises `NotFound`."""
    pages = pages_of(request)[(number - 1) * MOST_ADDRESSES : number * MOST_ADDRESSES] if number > 0 else []
    if not pages:
        raise NotFound("sitemap")
    return xml(request, sitemap(pages), pages)


def pages_of(request: Request) -> list[Address]:
    shelf = complete_shelf(request)
    return addresses(
        shelf.events.values(),
        shelf.organisations.values(),
        shelf.campaigns.values(),
        base_url=shelf.settings.base_url,
    )


def xml(request: Request, text: str, pages: list[Address]) -> Response[bytes]:
    last_modified = max((page.changed_at for page in pages if page.changed_at), default=LONG_AGO)
    return same_for_all(request, text.encode(), "application/xml", last_modified=last_modified)
