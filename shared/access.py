"""Who may call a route. Each route says so (`who=Who.MEMBER`); one that says nothing is refused."""

from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from shared.problems import Forbidden, Unauthenticated
from shared.sessions import SESSION_COOKIE, Identities, Principal, digest_of, member_of
from shared.translations import N_

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API = "/api/"


class Who(StrEnum):
    ANYONE = "anyone"
    MEMBER = "member"
    COORDINATOR = "coordinator"


class CrossSite(Forbidden):
    title = N_("This form was sent from another website")
    detail = N_("Please open the page here, and send the form from there.")


async def admit(connection: ASGIConnection[Any, Any, Any, Any], route: BaseRouteHandler) -> None:
    """The guard of every route. Raises `Unauthenticated`, `Forbidden` or `CrossSite`."""
    who = route.opt.get("who")
    if who is None:
        raise Forbidden
    refuse_cross_site(connection)
    principal = await identify(connection)
    connection.scope["user"] = principal
    if who is Who.ANYONE:
        return
    if principal is None:
        raise Unauthenticated
    if who is Who.COORDINATOR and not principal.is_coordinator:
        raise Forbidden


def refuse_cross_site(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Let no other site post our forms with our reader's cookies: browsers say where a post comes from.

    As OWASP's fetch-metadata check: `Sec-Fetch-Site` where it is sent, else `Origin`; neither is not a browser.
    """
    if connection.scope.get("method") in SAFE_METHODS or connection.url.path.startswith(API):
        return
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise CrossSite
    elif origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise CrossSite


async def identify(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal | None:
    """The organisation a token belongs to (calls below /api/), or the member a session belongs to (pages)."""
    state = connection.app.state
    identities: Identities = state.identities
    if connection.url.path.startswith(API):
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        async with state.pool.acquire() as db:
            return await identities.find_token(db, digest_of(token.strip()))
    session = connection.cookies.get(SESSION_COOKIE)
    member_id = member_of(session, public_key=state.settings.session_public_key) if session else None
    if member_id is None:
        return None
    async with state.pool.acquire() as db:
        return await identities.find_member(db, member_id)
