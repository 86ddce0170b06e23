"""How soon a new process serves ten thousand events, and how much memory each one takes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import httpx
import psutil

from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly
from deploy.local.programs import environment_of
from deploy.local.running import RunningStack
from deploy.local.stack import ROOT
from deploy.local.waiting import wait_until
from tests.bench.comparison import Line
from tests.bench.large import EVENTS

LIMIT_SECONDS = 2
STARTS = 3
# What the stack's processes may take each, on a small rented machine.
LIMIT_MEGABYTES = 512
START_SECONDS = 60
# Asking makes work for the process that is to start.
POLL_SECONDS = 0.05


def of_web_and_feeds(running: RunningStack) -> list[Line]:
    """From the start of the process, Python's own included, to the first feed; the files are written anew."""
    wait_until_quiet(running)
    return [
        Line(what=what, unit="s", figure=median(start(running) for _ in range(STARTS)), reference=LIMIT_SECONDS)
        for what, start in (("web, first feed", start_of_web), ("feeds, first file", start_of_feeds))
    ]


def start_of_web(running: RunningStack) -> float:
    [port] = free_ports(1)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        return until(running, ["web"], {"EVENTS_PORT": str(port)}, partial(answers, client))


def start_of_feeds(running: RunningStack) -> float:
    with tempfile.TemporaryDirectory(dir=running.data) as folder:
        return until(running, ["feeds"], {"FEEDS_DIRECTORY": folder}, (Path(folder) / "calendar.ics").exists)


def wait_until_quiet(running: RunningStack) -> None:
    """The publisher packs large feeds for a while after a change, and would take a processor from what is measured."""
    wait_until(lambda: not list(running.stack.feeds.rglob(".*.new")), seconds=START_SECONDS, what="A quiet publisher")


def until(running: RunningStack, command: list[str], settings: dict[str, str], condition: Callable[[], bool]) -> float:
    """Seconds from the start of an events process until the condition holds."""
    began = time.perf_counter()
    with (running.stack.log / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.events", *command],
            cwd=ROOT,
            env=environment_of(running.stack) | running.environment("events") | settings,
            stdout=log,
            stderr=log,
        )
    try:
        while not condition():
            if time.perf_counter() - began > START_SECONDS:
                raise TimeoutError(f"{command} did not start")
            time.sleep(POLL_SECONDS)
        return time.perf_counter() - began
    finally:
        stop_quietly(process)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/calendar.ics").content.count(b"BEGIN:VEVENT") >= EVENTS
    except httpx.TransportError:
        return False


def memory(running: RunningStack) -> list[Line]:
    """What each process holds of the machine's memory (its resident set), beside what a small machine has for it."""
    names = ["events", "events-2", "feeds", "caddy"]
    wait_until_quiet(running)
    return [
        Line(
            what=name,
            unit="MB",
            figure=psutil.Process(running.pid(name)).memory_info().rss / 1e6,
            reference=LIMIT_MEGABYTES,
        )
        for name in names
    ]
