"""People's own calendar: a private address to subscribe to, shown once, and the feed itself."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.registration.commands.make_personal_feed import make_personal_feed
from services.registration.domain.personal_feed import feed_of, modified_at
from services.registration.routes.by_link import Opened, open_link
from services.registration.tables import events, personal_feeds
from shared.access import Who
from shared.database import Connection
from shared.problems import NotFound
from shared.revalidation import has_already
from shared.sessions import digest_of
from shared.translations import language
from shared.web import Request, Transaction, base_url, language_of, page, see_other

ICS = ".ics"
# Litestar adds that it is in UTF-8.
MEDIA_TYPE = "text/calendar"


@get("/registrations/{token:str}/feed", who=Who.ANYONE, include_in_schema=False)
async def show_personal_feed(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await feed_page(request, db, await open_link(request, db, token))


@post("/registrations/{token:str}/feed", who=Who.ANYONE, include_in_schema=False)
async def create_personal_feed(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    """Answers with the page itself, since the address is shown just this once."""
    opened = await open_link(request, db, token)
    address = address_of(request, await make_personal_feed(db, opened.person))
    answered = await feed_page(request, db, opened, address=address)
    answered.headers["Cache-Control"] = "no-store"
    return answered


@post("/registrations/{token:str}/feed/revocation", who=Who.ANYONE, include_in_schema=False)
async def create_personal_feed_revocation(request: Request, db: Transaction, token: FromPath[str]) -> Redirect:
    opened = await open_link(request, db, token)
    await personal_feeds.delete_of(db, opened.person)
    return see_other(opened.path("/feed"))


@get("/registrations/feeds/{file:str}", who=Who.ANYONE, include_in_schema=False)
async def show_own_calendar(request: Request, db: Transaction, file: FromPath[str]) -> Response[bytes]:
    """The feed, or 304. Raises `NotFound` for a token that never was or was revoked."""
    feed = await personal_feeds.find(db, digest_of(file.removesuffix(ICS))) if file.endswith(ICS) else None
    if feed is None:
        raise NotFound("feed")
    now = datetime.now(UTC)
    entries = await personal_feeds.list_entries(db, feed.person)
    known = await events.find_many(db, {each.event_id for each in entries})
    code = language(request.query_params.get("lang")).code
    body = feed_of(
        entries,
        known,
        network=request.app.state.settings.network_short_name,
        language=code,
        now=now,
    )
    return answer(request, body, modified_at(entries, known, created_at=feed.created_at, now=now))


def address_of(request: Request, token: str) -> str:
    """Whole, as apps want it; in the language of who asked for it."""
    return f"{base_url(request)}/registrations/feeds/{token}{ICS}?lang={language_of(request).code}"


def answer(request: Request, body: bytes, last_modified: datetime) -> Response[bytes]:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(last_modified, usegmt=True),
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "Content-Disposition": 'inline; filename="my-dates.ics"',
    }
    if has_already(request, etag, last_modified):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    return Response(body, headers=headers, media_type=MEDIA_TYPE)


async def feed_page(request: Request, db: Connection, opened: Opened, *, address: str | None = None) -> Response[str]:
    created_at = await personal_feeds.find_created_at(db, opened.person)
    zone = request.app.state.settings.zone
    return page(
        request,
        "personal_feed.html",
        opened=opened,
        address=address,
        created_at=created_at.astimezone(zone) if created_at else None,
    )


ROUTES = (show_personal_feed, create_personal_feed, create_personal_feed_revocation, show_own_calendar)
