"""The list of ten thousand events: how long the page takes, and how PostgreSQL finds what is on it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import repeat
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import asyncpg

from deploy.local.running import RunningStack
from services.events.domain.search import Search
from services.events.routes.cards import cards_of
from services.events.routes.events import PAGE_SIZE
from services.events.tables import campaigns, listing, organisations
from shared import forms
from shared.database import read_json_as_structs
from tests.bench.comparison import Line, compare, seconds_of, times
from tests.bench.load import Load, Measured, get, measure

# Two at a time, so that it is the page that is measured and not the queue before it.
CLIENTS = 2
ROUNDS = 3
SECONDS = 1.0
LIMIT_MS = 20
# It asks the database nothing, and has the same frame.
EMPTY_PAGE = "/subscribe"
ZONE = ZoneInfo("Europe/Berlin")


def searches(running: RunningStack) -> dict[str, dict[str, str]]:
    organisation = next(iter(running.demo.organisation_tokens))
    return {
        "all": {},
        "category": {"category": "culture"},
        "organisation, language": {"organisation": organisation, "language": "uk"},
        "a common word": {"q": "garten"},
        "two words in another language": {"q": "курс сад"},
        "a word in a wrong spelling": {"q": "nachbahrn"},
        "no such word": {"q": "zebra"},
        "days far ahead": {"from": f"{datetime.now(UTC).year + 1}-01-01"},
    }


def of_the_page(running: RunningStack) -> list[Line]:
    """`/events` at a replica, beside a page that asks the database nothing."""
    [port, *_] = running.stack.service_ports["events"]
    lines = []
    for name, search in searches(running).items():
        compared = compare(asking(port, f"/events?{urlencode(search)}"), asking(port, EMPTY_PAGE), rounds=ROUNDS)
        lines += times(f"list, {name}", seconds_of(compared.subject), seconds_of(compared.reference))
    return lines


def asking(port: int, path: str) -> Callable[[], Measured]:
    load = Load(port=port, requests=repeat(get(path, {})), clients=CLIENTS, seconds=SECONDS)
    return partial(measure, load)


def of_its_queries(running: RunningStack) -> list[Line]:
    """Each query of the page as PostgreSQL ran it (EXPLAIN ANALYZE), beside the time it may take."""
    return asyncio.run(explained(running))


async def explained(running: RunningStack) -> list[Line]:
    db: Explaining = await asyncpg.connect(running.database_url("events"), connection_class=Explaining)
    await read_json_as_structs(db)
    lines = []
    for name, search in searches(running).items():
        db.plans = []
        found = await listing.list_public(
            db, forms.from_form(Search, search), zone=ZONE, now=datetime.now(UTC), limit=PAGE_SIZE
        )
        await cards_of(db, found.events, language="de")
        await organisations.list_all(db)
        await campaigns.list_all(db)
        slowest, *others = sorted(db.plans, key=milliseconds, reverse=True)
        lines.append(query(f"{name}, the list", [slowest], note=slowest))
        lines.append(query(f"{name}, the other {len(others)}", others))
    await db.close()
    return lines


class Explaining(asyncpg.Connection):
    """Has each query explained, and then run as usual."""

    plans: list[str]

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        plan = await super().fetch(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF, TIMING OFF) {query}", *args)
        self.plans.append("\n".join(row[0] for row in plan))
        return await super().fetch(query, *args, **options)


def query(what: str, plans: list[str], *, note: str = "") -> Line:
    slowest = max(milliseconds(plan) for plan in plans)
    # How PostgreSQL does it is worth reading when it takes too long.
    return Line(what=what, unit="ms", figure=slowest, reference=LIMIT_MS, note=note if slowest > LIMIT_MS else "")


def milliseconds(plan: str) -> float:
    return float(plan.rpartition("Execution Time: ")[2].removesuffix(" ms"))
