"""Many different mails with a calendar entry: the whole path of each, beside a bare loop that sends the same bytes."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly
from deploy.local.programs import environment_of
from deploy.local.running import RunningStack
from deploy.local.stack import ROOT
from services.notify.commands.note_registration import note_registration
from services.notify.sending import QUICK_SENDERS
from shared import copies
from shared.database import Connection, read_json_as_structs
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed
from tests.bench import given
from tests.bench.comparison import Line

MAILS = 10_000
# As many as the people of a city have their mail at, of which most are with a few.
DOMAINS = 200
SENDING_SECONDS = 600
# By then all workers have started.
WARM_AFTER = 2_000
# Replicas, as a network that sends so many would have them. While one waits for a mail's last word, the others go on,
# and what they record meanwhile gets to the disk together.
WORKERS = 6


def of_all(running: RunningStack) -> list[Line]:
    """Mails per second to the last record, beside those of a bare loop: one connection, one mail after the other.

    Both are counted once they are in full swing. What several bare connections at once bring is in the note.
    """
    event_id = UUID(given.an_open_event(running, "Großes Fest"))
    running.stop_programs("caddy", "feeds", "events", "registration", "notify", "mailbox")
    asyncio.run(queue(running, event_id))
    caught = running.data / "caught.jsonl"
    with catcher(caught) as port:
        with ExitStack() as stack:
            for _ in range(WORKERS):
                stack.enter_context(notify(running, port))
            asyncio.run(all_sent(running))
        figure = asyncio.run(per_second(running))
    alone, together = (bare_per_second(caught, connections=number) for number in (1, QUICK_SENDERS))
    note = (
        f"{WORKERS} workers of notify, each with one mail at a time between its last byte and the record of it\n"
        f"{QUICK_SENDERS} bare loops at once: {together:,.0f}/s, to which that is {figure / together:.2f}"
    )
    return [Line(what=f"{MAILS:,} mails with an entry", unit="/s", figure=figure, reference=alone, note=note)]


def bare_per_second(caught: Path, *, connections: int) -> float:
    with catcher(caught.with_name("caught-again.jsonl")) as port:
        program = [sys.executable, "-m", "tests.bench.bare_mails"]
        command = [*program, str(port), str(caught), str(connections), str(WARM_AFTER)]
        return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@contextmanager
def catcher(file: Path) -> Iterator[int]:
    [port] = free_ports(1)
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.catcher", str(port), str(file)], cwd=ROOT)
    try:
        yield port
    finally:
        stop_quietly(process)


@contextmanager
def notify(running: RunningStack, smtp_port: int) -> Iterator[subprocess.Popen[bytes]]:
    own = running.environment("notify") | {"SMTP_URL": f"smtp://127.0.0.1:{smtp_port}"}
    with (running.stack.log / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.notify", "worker"],
            cwd=ROOT,
            env=environment_of(running.stack) | own,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        stop_quietly(process)


async def connect(running: RunningStack) -> Connection:
    db = await asyncpg.connect(running.database_url("notify"))
    await read_json_as_structs(db)
    return db


async def queue(running: RunningStack, event_id: UUID) -> None:
    db = await connect(running)
    event = await copies.find(db, EventState, event_id)
    assert event is not None
    async with db.transaction():
        await db.execute("DELETE FROM mails")
        for number in range(MAILS):
            await note_registration(db, a_confirmation(event, number))
    await db.execute("VACUUM ANALYZE")
    await db.close()


def a_confirmation(event: EventState, number: int) -> RegistrationConfirmed:
    return RegistrationConfirmed(
        registration_id=uuid4(),
        event_id=event.id,
        roster_id=event.occurrences[0].id,
        name=f"Ada {number}",
        email=f"ada.{number}@{number % DOMAINS}.people.example",
        language="de",
        link=f"https://calendar.witten.example/registrations/{number}",
        party_size=1 + number % 4,
    )


async def all_sent(running: RunningStack) -> None:
    """Looks so seldom that it costs nothing."""
    db = await connect(running)
    async with asyncio.timeout(SENDING_SECONDS):
        while await db.fetchval("SELECT EXISTS (SELECT FROM mails WHERE state = 'queued')"):  # noqa: ASYNC110 - nobody here could set an event
            await asyncio.sleep(1)
    await db.close()


async def per_second(running: RunningStack) -> float:
    db = await connect(running)
    seconds: float = await db.fetchval(
        "SELECT extract(epoch FROM max(sent_at) - min(sent_at))::float8 "
        "FROM (SELECT sent_at FROM mails ORDER BY sent_at OFFSET $1)",
        WARM_AFTER,
    )
    await db.close()
    return (MAILS - WARM_AFTER) / seconds
