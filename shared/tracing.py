"""One id for each request, in its logs, its answer and the messages it causes; and the headers of every answer."""

import re
from uuid import uuid4

import structlog
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from shared import telemetry
from shared.headers import SECURITY_HEADERS

REQUEST_ID_HEADER = "x-request-id"
SENSIBLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}$")


def trace(app: ASGIApp) -> ASGIApp:
    """The middleware around every request of a service."""

    async def traced(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(REQUEST_ID_HEADER.encode(), b"").decode("latin-1")
        trace_id = given if SENSIBLE_ID.match(given) else uuid4().hex

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers[REQUEST_ID_HEADER] = trace_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                route = scope.get("path_template", "unknown")
                telemetry.requests_answered.labels(scope["method"], route, message["status"]).inc()
            await send(message)

        with structlog.contextvars.bound_contextvars(trace_id=trace_id):
            await app(scope, receive, send_with_headers)

    return traced
