"""The numbers of a roster while people arrive, told to all phones at the door as they change."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Litestar, get
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage
from msgspec import Meta, Struct

from services.registration.domain.door import Counts
from services.registration.routes.own import get_own_roster
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import attendance
from shared.access import Who
from shared.database import ACQUIRE_SECONDS
from shared.forms import from_form
from shared.listening import Listening
from shared.openapi import query_of
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, principal_of

# A quiet connection is cut by what lies between after a minute or so.
HEARTBEAT_SECONDS = 15
# A rush on the same roster changes its numbers a hundred times in a second; nobody can read that.
REST_SECONDS = 0.3
# Browsers come again by themselves after a lost connection.
COME_AGAIN_MILLISECONDS = 2_000
# Each is a connection and some memory, but a phone at the door is one of a few.
MOST_PHONES = 500
MOST_PHONES_AT_ONE_DOOR = 50
CHANNEL = "rosters"


class Since(Struct, frozen=True, kw_only=True):
    """Whom to tell of: the parties that were counted since this version."""

    since: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0


@asynccontextmanager
async def listening(app: Litestar) -> AsyncIterator[None]:
    """One connection to the database for all phones that this process tells."""
    app.state.listening = Listening(
        app.state.settings.database_url, CHANNEL, most=MOST_PHONES, most_about_one=MOST_PHONES_AT_ONE_DOOR
    )
    running = [asyncio.create_task(app.state.listening.run()), asyncio.create_task(stop_when_told(app))]
    yield
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def stop_when_told(app: Litestar) -> None:
    await app.state.stopping.wait()
    app.state.listening.stop()


# No `db` here: a phone stays for hours, and connections are few.
@get("/portal/rosters/dates/{roster_id:uuid}/counts", who=Who.MEMBER, include_in_schema=False)
async def follow_counts(request: Request, roster_id: FromPath[UUID]) -> ServerSentEvent:
    """One message with each change; `Last-Event-ID`, or `since`, is the version that is known already."""
    messages = messages_about(request, roster_id, since=known_version(request))
    # The first message, so that whoever cannot be told hears so by the status.
    first = await anext(messages, None)
    if first is None:
        raise NotFound("roster")
    return ServerSentEvent(
        after(first, messages),
        retry_duration=COME_AGAIN_MILLISECONDS,
        headers={"Cache-Control": "no-store"},
        # Nobody else ends what was begun for one who hung up in the middle of a message, or wanted the head only.
        background=BackgroundTask(end, messages),
    )


def known_version(request: Request) -> int:
    """What the phone has heard already; a made-up version is none."""
    known = request.headers.get("last-event-id") or request.query_params.get("since", "")
    try:
        return from_form(Since, {"since": known}).since
    except Invalid:
        return 0


async def messages_about(
    request: Request, roster_id: UUID, *, since: int
) -> AsyncGenerator[ServerSentEventMessage, None]:
    """How it stands, then each change, and something now and then so that the connection stays open."""
    listening: Listening = request.app.state.listening
    told: int | None = None
    with listening.hearing(str(roster_id)) as changed:
        while not listening.is_over:
            changed.clear()
            counts = await read(request, roster_id, since=since)
            if counts is None:
                return
            if counts.version != told:
                yield ServerSentEventMessage(data=msgspec.json.encode(counts), id=counts.version)
                told = since = counts.version
                await asyncio.sleep(REST_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
                continue
            yield ServerSentEventMessage(comment="still here", data=None)


async def read(request: Request, roster_id: UUID, *, since: int) -> Counts | None:
    """None when the roster is not theirs, or not any more, and for one who was removed meanwhile."""
    member_id = principal_of(request).member_id
    with suppress(NotFound):
        async with request.app.state.pool.acquire(timeout=ACQUIRE_SECONDS) as db:
            if member_id and await request.app.state.identities.find_member(db, member_id):
                await get_own_roster(request, db, roster_id)
                return await attendance.find_counts(db, roster_id, since=since)
    return None


async def after(
    first: ServerSentEventMessage, messages: AsyncIterator[ServerSentEventMessage]
) -> AsyncIterator[ServerSentEventMessage]:
    yield first
    async for message in messages:
        yield message


async def end(messages: AsyncGenerator[ServerSentEventMessage, None]) -> None:
    """A function of our own, since `aclose` itself looks like one that need not be awaited."""
    await messages.aclose()


@get(
    "/api/registrations/rosters/{roster_id:uuid}/counts",
    who=Who.MEMBER,
    operation_class=query_of(Since),
    summary="How many of those who signed up for a date are there",
    cache_control=NOT_STORED,
)
async def show_counts(request: Request, db: Transaction, roster_id: FromPath[UUID]) -> Counts:
    """With the parties that were counted, or all of them since a version."""
    await get_own_roster(request, db, roster_id)
    counts = await attendance.find_counts(db, roster_id, since=from_form(Since, dict(request.query_params)).since)
    if counts is None:
        raise NotFound("roster")
    return counts


ROUTES = (follow_counts, show_counts)
