"""`Idempotency-Key`: the same request twice, such as a retry after a lost answer, has one effect and one answer.

As draft-ietf-httpapi-idempotency-key-header has it: 409 while the first one runs, 422 for the key of another request.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from litestar import MediaType, Response
from litestar.handlers import HTTPRouteHandler

from shared.database import Connection
from shared.problems import Conflict, invalid
from shared.sessions import digest_of
from shared.translations import N_
from shared.web import Request

R = TypeVar("R")

HEADER = "Idempotency-Key"
# A UUID has 36; nobody needs more than a line.
KEY_LENGTH = 255
# Longer than any client tries again.
KEPT = timedelta(days=1)


class StillRunning(Conflict):
    """The first request with this key is not done yet."""

    title = N_("The same request is being worked on")
    detail = N_("Please ask again in a moment: you get the answer of the first one.")
    retry_after_seconds = 1


def once(route: Callable[..., Awaitable[R]]) -> Callable[..., Awaitable[R | Response[str | None]]]:
    """A route with `request` and `db` that bears an `Idempotency-Key`: the reply is stored in its own transaction.

    Not for a reply that is a secret, of which we store the digest alone. Raises `StillRunning`, or `Invalid` for a key
    that is too long or was used for another request.
    """

    @wraps(route)
    async def replied_once(*, request: Request, db: Connection, **parameters: Any) -> R | Response[str | None]:
        key = key_of(request)
        if not key:
            return await route(request=request, db=db, **parameters)
        digest = digest_of(f"{asker_of(request)} {request.method} {request.url.path} {key}")
        request_digest = digest_of((await request.body()).decode(errors="replace"))

        if not await db.fetchval("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", digest):
            raise StillRunning
        replied = await find(db, digest, request_digest)
        if replied is not None:
            return replied

        result = await route(request=request, db=db, **parameters)
        handler = cast(HTTPRouteHandler, request.scope["route_handler"])
        await keep(db, digest, request_digest, status=handler.status_code, body=msgspec.json.encode(result).decode())
        return result

    return replied_once


def key_of(request: Request) -> str:
    """The sender's name for this request, or empty. Raises `Invalid` when it is too long."""
    key = request.headers.get(HEADER, "")
    if len(key) > KEY_LENGTH:
        raise invalid(HEADER, N_("Please shorten this to %(limit)s characters."), limit=KEY_LENGTH)
    return key


def asker_of(request: Request) -> str:
    """A key is the asker's own: nobody gets the reply to somebody else's."""
    return request.headers.get("authorization", "")


async def find(db: Connection, digest: str, request_digest: str) -> Response[str | None] | None:
    """What was replied to this request before. Raises `Invalid` when it was another request that had the key."""
    row = await db.fetchrow("SELECT request_digest, status, body FROM idempotency_keys WHERE digest = $1", digest)
    if row is None:
        return None
    if row["request_digest"] != request_digest:
        raise invalid(HEADER, N_("This key was used for another request. Please take a new one."))
    body = None if row["status"] == HTTPStatus.NO_CONTENT else row["body"]
    return Response(body, status_code=row["status"], media_type=MediaType.JSON)


async def keep(db: Connection, digest: str, request_digest: str, *, status: int, body: str) -> None:
    await db.execute(
        "INSERT INTO idempotency_keys (digest, request_digest, status, body) VALUES ($1, $2, $3, $4)",
        digest,
        request_digest,
        status,
        body,
    )


async def forget_old(db: Connection) -> None:
    await db.execute("DELETE FROM idempotency_keys WHERE replied_at < now() - $1::interval", KEPT)


async def forget_about(db: Connection, ids: Iterable[UUID]) -> None:
    """Forget the replies that hold one of these ids: they may name people."""
    await db.execute("DELETE FROM idempotency_keys WHERE body LIKE ANY($1::text[])", [f"%{each}%" for each in ids])
