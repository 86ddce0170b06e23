"""Editions for all to read: on the web, as PDF and as news; before one is sent, for coordinators to look at."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from services.notify.commands.compose_edition import shown_edition
from services.notify.domain.edition import Edition
from services.notify.domain.edition_news import news_of
from services.notify.printing.edition import pdf_of_edition
from services.notify.routes.texts import chosen
from services.notify.tables import composed_editions, editions
from shared.access import Who
from shared.database import ACQUIRE_SECONDS, Connection
from shared.problems import NotFound
from shared.revalidation import has_already
from shared.translations import Language, language
from shared.web import Request, Transaction, page_in

PDF = ".pdf"
ATOM = "application/atom+xml"
# A feed reader comes by a few times a day.
NEWS_SECONDS = 900


@get("/newsletter/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_web_edition(request: Request, slug: FromPath[str]) -> Response[Any]:
    """`language` asks for the edition in another language than the reader's."""
    if slug.endswith(PDF):
        return await show_pdf(request, slug.removesuffix(PDF), chosen(request))
    async with request.app.state.pool.acquire(timeout=ACQUIRE_SECONDS) as db:
        edition = await get_visible(request, db, slug)
        composed = await shown_edition(db, edition, chosen(request).code)
    return page_in(chosen(request), request, "edition.html", edition=edition, composed=composed)


async def show_pdf(request: Request, slug: str, reader: Language) -> Response[bytes]:
    async with request.app.state.pool.acquire(timeout=ACQUIRE_SECONDS) as db:
        edition = await get_visible(request, db, slug)
        composed = await shown_edition(db, edition, reader.code)
    pdf = await pdf_of_edition(request.app.state.pool, composed, request.app.state.settings)
    headers = {
        "ETag": pdf.etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
        "Content-Disposition": f'inline; filename="{slug}.pdf"',
    }
    is_known = pdf.etag in request.headers.get("if-none-match", "")
    content = b"" if is_known else pdf.content
    return Response(content, status_code=304 if is_known else 200, headers=headers, media_type="application/pdf")


async def get_visible(request: Request, db: Connection, slug: str) -> Edition:
    """Raises `NotFound`, also while only coordinators may see it."""
    edition = await editions.get_by_slug(db, slug)
    if edition.is_preparing and not (request.user and request.user.is_coordinator):
        raise NotFound("edition")
    return edition


@get("/newsletter.atom", who=Who.ANYONE, include_in_schema=False)
async def show_news(request: Request, db: Transaction) -> Response[bytes]:
    """The same for all who ask in one language (`lang`), so that it can be kept on the way."""
    settings = request.app.state.settings
    code = language(request.query_params.get("lang")).code
    published = await composed_editions.list_published(db, code)
    news = news_of(published, code, network=settings.network_name, base_url=settings.base_url)
    headers = {"ETag": news.etag, "Cache-Control": f"public, max-age={NEWS_SECONDS}"}
    is_known = has_already(request, news.etag, news.updated)
    return Response(
        b"" if is_known else news.content, status_code=304 if is_known else 200, headers=headers, media_type=ATOM
    )


ROUTES = (show_web_edition, show_news)
