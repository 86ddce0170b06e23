"""A member's private calendar: all that is public, and what is internal to the network."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.make_feed_address import make_feed_address
from services.events.commands.revoke_feed_address import revoke_feed_address
from services.events.domain.feed import Choice
from services.events.feeds.index import CALENDAR, ICS
from services.events.routes.answers import complete_shelf
from services.events.routes.feeds import answer
from services.events.tables import feed_tokens
from shared.access import Who
from shared.database import Connection
from shared.problems import Forbidden, NotFound
from shared.sessions import digest_of
from shared.translations import language
from shared.web import Request, Transaction, base_url, page, see_other

PRIVATE = {
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
}


@get("/portal/feed", who=Who.MEMBER, include_in_schema=False)
async def show_members_feed(request: Request, db: Transaction) -> Response[str]:
    return await feed_page(request, db)


@post("/portal/feed", who=Who.MEMBER, include_in_schema=False)
async def create_feed_address(request: Request, db: Transaction) -> Response[str]:
    """Answers with the page itself, since the address is shown just this once."""
    token = await make_feed_address(db, member_of(request))
    answered = await feed_page(request, db, token=token)
    answered.headers["Cache-Control"] = "no-store"
    return answered


@post("/portal/feed/revocation", who=Who.MEMBER, include_in_schema=False)
async def create_feed_revocation(request: Request, db: Transaction) -> Redirect:
    await revoke_feed_address(db, member_of(request))
    return see_other("/portal/feed")


@get("/members/{file:str}", who=Who.ANYONE, include_in_schema=False)
async def show_private_feed(request: Request, db: Transaction, file: FromPath[str]) -> Response[bytes]:
    """The feed. Raises `NotFound` for a token that never was, was revoked, or whose member was removed."""
    if not file.endswith(ICS) or await feed_tokens.find_member(db, digest_of(file.removesuffix(ICS))) is None:
        raise NotFound("feed")
    code = language(request.query_params.get("lang")).code
    # One for all members, whatever their token: so none stands in memory.
    feed = complete_shelf(request).feed(CALENDAR, Choice(internal=True, lang=code))
    answered = answer(request, feed)
    answered.headers.update(PRIVATE)
    return answered


async def feed_page(request: Request, db: Connection, *, token: str | None = None) -> Response[str]:
    address = f"{base_url(request)}/members/{token}{ICS}" if token else None
    created_at = await feed_tokens.find_created_at(db, member_of(request))
    zone = request.app.state.settings.zone
    return page(
        request, "members_feed.html", address=address, created_at=created_at.astimezone(zone) if created_at else None
    )


def member_of(request: Request) -> UUID:
    """Who asks: a person, since a website's token opens no page. Raises `Forbidden`."""
    if request.user is None or request.user.member_id is None:
        raise Forbidden
    return request.user.member_id
