"""Feeds that are not files at the edge: those with filters in the query, and all of them where there is no edge."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct

from services.events.domain.categories import Category
from services.events.domain.feed import Choice, Feed
from services.events.feeds.shelf import Shelf
from shared import forms
from shared.access import Who
from shared.translations import DEFAULT_LANGUAGE, N_, language
from shared.web import Request, page

ICS = ".ics"
CALENDAR = "text/calendar"
# Apps have their own, longer, rhythm; this only keeps an eager one from asking twice for the same.
MAX_AGE_SECONDS = 60


class FeedFilters(Struct, frozen=True, kw_only=True):
    """The filters of a feed, and the language of our own words in it."""

    organisation: str | None = None
    campaign: str | None = None
    category: Annotated[Category | None, Meta(title=N_("Category"))] = None
    language: str | None = None
    q: str | None = None
    lang: str = DEFAULT_LANGUAGE.code


@get("/subscribe", who=Who.ANYONE, include_in_schema=False)
async def show_subscribe(request: Request) -> Response[str]:
    return page(request, "subscribe.html")


@get("/calendar.ics", who=Who.ANYONE, include_in_schema=False)
async def show_calendar(request: Request) -> Response[bytes]:
    return feed_answer(request)


@get("/calendar-archive.ics", who=Who.ANYONE, include_in_schema=False)
async def show_archive(request: Request) -> Response[bytes]:
    return feed_answer(request, archive=True)


def feed_answer(
    request: Request,
    *,
    event: str | None = None,
    organisation: str | None = None,
    campaign: str | None = None,
    archive: bool = False,
) -> Response[bytes]:
    """The feed, or 304 when the caller has it (RFC 9110, 13). Raises `NotFound`, `Invalid`, `Unavailable`."""
    filters = forms.from_form(FeedFilters, dict(request.query_params))
    choice = Choice(
        event=event,
        organisation=organisation or filters.organisation,
        campaign=campaign or filters.campaign,
        category=filters.category,
        language=filters.language,
        q=filters.q,
        lang=language(filters.lang).code,
        archive=archive,
    )
    shelf: Shelf = request.app.state.shelf
    return answer(request, shelf.feed(request.url.path, choice))


def answer(request: Request, feed: Feed) -> Response[bytes]:
    # Never compressed unasked: Outlook and others could not read it.
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    content = feed.zipped if zipped else feed.plain
    headers = {
        "ETag": content.etag,
        "Last-Modified": format_datetime(feed.last_modified.replace(microsecond=0), usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Access-Control-Allow-Origin": "*",
        "Vary": "Accept-Encoding",
    }
    if is_known(request, content.etag, feed.last_modified):
        return Response(b"", status_code=304, headers=headers, media_type=CALENDAR)
    headers["Content-Disposition"] = f'inline; filename="{request.url.path.rpartition("/")[2]}"'
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(content.body, headers=headers, media_type=CALENDAR)


def is_known(request: Request, etag: str, last_modified: datetime) -> bool:
    """Whether the caller's copy is the current one; the tag comes before the date (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return last_modified.replace(microsecond=0) <= since.replace(tzinfo=since.tzinfo or UTC)
