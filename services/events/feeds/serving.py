"""Feeds straight from memory: what was asked for before is sent again without a look at routes."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from services.events.feeds.index import is_address
from services.events.feeds.kept import KeptFeeds
from shared import telemetry

METHODS = frozenset({"GET", "HEAD"})
ROUTE = "kept feed"
# Where the application has them: routes cannot tell `/events/fest.ics` from `/events/fest`, which needs the database.
FEEDS = "/feeds"


class FromMemory:
    """Stands before the application, which gets everything else; who asks first for a feed is checked there.

    Answers carry no request id, since nothing happens that one could follow; they count in `http_requests`.
    """

    def __init__(self, app: ASGIApp, kept: KeptFeeds) -> None:
        self.app = app
        self.kept = kept
        self.counts = {
            (method, status): telemetry.requests_answered.labels(method, ROUTE, status)
            for method in METHODS
            for status in (200, 304)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            method = scope["method"]
            ready = self.kept.find_asked(scope["path"], scope["query_string"]) if method in METHODS else None
            if ready is not None:
                answer = ready.answer(scope["headers"])
                self.counts[method, answer.status].inc()
                body = b"" if method == "HEAD" else answer.body
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                await send({"type": "http.response.body", "body": body, "more_body": False})
                return
            if is_address(scope["path"]):
                scope["path"] = FEEDS + scope["path"]
        await self.app(scope, receive, send)
