"""What the edge's log says about the apps that ask for feeds, told to the web processes over NATS."""

import asyncio
from contextlib import closing, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.events.domain.app_families import Family, family_of
from services.events.domain.currency import FeedRequest, Ledger, Tally, state_of
from services.events.feeds.tailing import Tail
from shared.cancellation import stop_if_cancelled
from shared.following import follow
from shared.messages import encode
from shared.messages.events import FeedReadersState

LOOK_SECONDS = 1
REPORT_SECONDS = 5

log = structlog.get_logger()


class LoggedRequest(Struct, frozen=True, kw_only=True):
    method: str
    uri: str


class LogLine(Struct, frozen=True, kw_only=True):
    """A line of the edge's log of feeds (`deploy/caddy/Caddyfile`), as far as it is of use here."""

    ts: float
    status: int
    request: LoggedRequest
    user_agent: str = ""
    if_none_match: str = ""
    last_modified: str = ""


LINES = msgspec.json.Decoder(LogLine)


async def report(client: Client, path: Path, *, edge: str) -> None:
    """Read the log for ever, and tell about each family that has asked since."""
    ledger = Ledger(await told_before(client, edge))
    with closing(Tail(path)) as tail:
        await tell_for_ever(client, tail, ledger, edge=edge)


async def told_before(client: Client, edge: str) -> dict[Family, Tally]:
    """What this edge told when it ran last, so that it starts from there."""
    tallies: dict[Family, Tally] = {}

    def take(state: FeedReadersState, _: datetime) -> None:
        if state.edge == edge and state.family in set(Family):
            tallies[Family(state.family)] = Tally(state)

    caught_up = asyncio.Event()
    following = asyncio.create_task(follow(client, FeedReadersState, take, caught_up))
    try:
        await caught_up.wait()
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    return tallies


async def tell_for_ever(client: Client, tail: Tail, ledger: Ledger, *, edge: str) -> None:
    untold: set[Family] = set()
    loop = asyncio.get_running_loop()
    told_at = loop.time() - REPORT_SECONDS
    while True:
        stop_if_cancelled()
        lines = tail.lines()
        untold |= {request.family for request in map(request_in, lines) if request and ledger.add(request)}
        if untold and loop.time() >= told_at + REPORT_SECONDS:
            untold -= await tell(client, ledger, untold, edge=edge)
            told_at = loop.time()
        # There may be more to catch up with; the feeds are written meanwhile.
        await asyncio.sleep(0 if lines else LOOK_SECONDS)


async def tell(client: Client, ledger: Ledger, families: set[Family], *, edge: str) -> set[Family]:
    """Those of the families that could be told of; the others stay for the next time."""
    told = set()
    for family in families:
        state = state_of(ledger.tallies[family], family, edge=edge, now=datetime.now(UTC))
        try:
            await client.jetstream().publish(state.subject, encode(state))
        except NatsError as error:
            log.warning("not told how current apps are", family=family, error=repr(error))
            break
        told.add(family)
    return told


def request_in(line: bytes) -> FeedRequest | None:
    """The request for a feed by an app in a line of the log; None when it is not one, or got no feed."""
    try:
        logged = LINES.decode(line)
    except msgspec.MsgspecError:
        return None
    family = family_of(logged.user_agent)
    if family is None or logged.status not in {200, 304} or logged.request.method != "GET":
        return None
    asked_at = datetime.fromtimestamp(logged.ts, UTC)
    changed_at = http_date(logged.last_modified)
    return FeedRequest(
        asked_at=asked_at,
        family=family,
        path=logged.request.uri,
        status=logged.status,
        # Several changes within a second count as made a little later than they were.
        last_modified=min(changed_at, asked_at) if changed_at else None,
        has_etag=logged.if_none_match,
    )


def http_date(text: str) -> datetime | None:
    """The instant of a header (RFC 9110, 5.6.7); None when it is none."""
    with suppress(ValueError):
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
