"""Feeds straight from memory: what was asked for before is sent again without a look at routes."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from services.events.feeds.index import is_address
from services.events.feeds.ready import Answer, as_sent
from services.events.feeds.shelf import Shelf
from shared import telemetry
from shared.problems import Unavailable

METHODS = frozenset({"GET", "HEAD"})
ROUTE = "kept feed"
# Where the application has them: routes cannot tell `/events/fest.ics` from `/events/fest`, which needs the database.
FEEDS = "/feeds"
NOT_YET = Answer(
    status=Unavailable.status,
    headers=as_sent({"Retry-After": str(Unavailable.retry_after_seconds), "Content-Length": "0"}),
)


class FromMemory:
    """Stands before the application, which gets everything else; who asks first for a feed is checked there.

    Answers carry no request id, since nothing happens that one could follow; they count in `http_requests`.
    """

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app = app
        self.shelf = shelf
        self.counts = {
            (method, status): telemetry.requests_answered.labels(method, ROUTE, status)
            for method in METHODS
            for status in (200, 304, Unavailable.status)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            answer = self.at_once(scope) if scope["method"] in METHODS else None
            if answer is not None:
                self.counts[scope["method"], answer.status].inc()
                body = b"" if scope["method"] == "HEAD" else answer.body
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                await send({"type": "http.response.body", "body": body, "more_body": False})
                return
            if is_address(scope["path"]):
                scope["path"] = FEEDS + scope["path"]
        await self.app(scope, receive, send)

    def at_once(self, scope: Scope) -> Answer | None:
        """None where the application has to look."""
        ready = self.shelf.kept.find_asked(scope["path"], scope["query_string"])
        if ready is not None:
            return ready.answer(scope["headers"])
        # Without a page to draw for each app that asks meanwhile, all is heard sooner.
        return None if self.shelf.is_complete or not is_address(scope["path"]) else NOT_YET
