"""What an operator needs of a running service: is it well, how far behind is it, and what did it give up."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import Error as JetStreamError
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from shared import consumer, dead_letters, outbox
from shared.access import Who
from shared.consumer import Consumer
from shared.database import CONNECTION_ERRORS, Connection, Pool
from shared.messages import Service, stream_of
from shared.web import Request, Transaction, page, see_other

CHECK_SECONDS = 2
CHART_DAYS = 14

outbox_age = Gauge("outbox_oldest_age_seconds", "How long the oldest unsent message has been waiting.")
dead_letters_waiting = Gauge("dead_letters_waiting", "Messages given up and not replayed yet.")
consumer_lag = Gauge(
    "consumer_lag_messages", "Messages in the stream that the consumer has not done yet.", ["consumer"]
)
up = Gauge("dependency_up", "1 while the server answers.", ["dependency"])


class Chart(Struct, frozen=True, kw_only=True):
    """How often something happened; `counts` selects days and numbers, since the instant $1, in the time zone $2."""

    title: str
    counts: str


@get("/health/live", who=Who.ANYONE, include_in_schema=False)
async def show_live() -> dict[str, str]:
    return {"status": "live"}


@get("/health/ready", who=Who.ANYONE, include_in_schema=False)
async def show_ready(request: Request) -> Response[dict[str, Any]]:
    """503 without the database; without NATS the service still answers, so it only says that NATS is missing."""
    missing = await missing_dependencies(request.app.state.pool, request.app.state.nats)
    status = "ready" if not missing else "unavailable" if "postgresql" in missing else "degraded"
    return Response({"status": status, "missing": missing}, status_code=503 if status == "unavailable" else 200)


async def missing_dependencies(pool: Pool, client: Client) -> list[str]:
    missing = [] if client.is_connected else ["nats"]
    try:
        async with asyncio.timeout(CHECK_SECONDS), pool.acquire() as db:
            await db.fetchval("SELECT 1")
    except CONNECTION_ERRORS:
        missing.append("postgresql")
    return missing


@get("/metrics", who=Who.ANYONE, include_in_schema=False)
async def show_metrics(request: Request) -> Response[bytes]:
    """Figures for Prometheus; what cannot be asked at the moment keeps its last value, and `dependency_up` says so."""
    state = request.app.state
    missing = await missing_dependencies(state.pool, state.nats)
    for dependency in ("postgresql", "nats"):
        up.labels(dependency).set(dependency not in missing)
    if "postgresql" not in missing:
        async with state.pool.acquire() as db:
            outbox_age.set(await outbox.oldest_age_seconds(db))
            dead_letters_waiting.set(await dead_letters.count_waiting(db))
    if "nats" not in missing:
        for name, lag in (await lags(state.nats, state.consumers)).items():
            consumer_lag.labels(name).set(lag)
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def lags(client: Client, consumers: tuple[Consumer[Any], ...]) -> dict[str, int]:
    """By consumer, how many messages wait for it; without those that NATS does not tell of at the moment."""
    jetstream = client.jetstream(timeout=CHECK_SECONDS)
    waiting = {}
    for each in consumers:
        try:
            found = await jetstream.consumer_info(stream_of(each.message), each.name)
        except (NatsError, JetStreamError, TimeoutError):
            continue
        waiting[each.name] = (found.num_pending or 0) + (found.num_ack_pending or 0)
    return waiting


@get("/", who=Who.COORDINATOR)
async def show_operation(request: Request, db: Transaction) -> Response[str]:
    state = request.app.state
    connected = state.nats.is_connected
    return page(
        request,
        "operation.html",
        service=state.service,
        connected=connected,
        waiting=await lags(state.nats, state.consumers) if connected else {},
        letters=await dead_letters.list_waiting(db),
        outbox_age_seconds=await outbox.oldest_age_seconds(db),
        charts=[(each.title, await by_day(db, each, state.settings.network_time_zone)) for each in state.charts],
    )


async def by_day(db: Connection, chart: Chart, time_zone: str) -> dict[date, int]:
    """The newest day first; the days are those of the network."""
    today = datetime.now(UTC).astimezone(ZoneInfo(time_zone)).date()
    days = [today - timedelta(days=past) for past in range(CHART_DAYS)]
    since = datetime.combine(days[-1], datetime.min.time(), ZoneInfo(time_zone))
    counted = {row["day"]: row["count"] for row in await db.fetch(chart.counts, since, time_zone)}
    return {day: counted.get(day, 0) for day in days}


@post("/{letter_id:int}/replay", who=Who.COORDINATOR)
async def create_replay(request: Request, db: Transaction, letter_id: FromPath[int]) -> Redirect:
    await consumer.replay(db, request.app.state.consumers, letter_id)
    return see_other(f"/portal/operations/{request.app.state.service}")


def routes(service: Service) -> Router:
    portal = Router(
        f"/portal/operations/{service}", route_handlers=[show_operation, create_replay], include_in_schema=False
    )
    return Router("/", route_handlers=[show_live, show_ready, show_metrics, portal])
