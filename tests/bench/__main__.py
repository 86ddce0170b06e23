"""Figures as ratios to a bare reference, measured in the same run: `make bench`. It judges nothing; read the ratios.

`make bench P=cold_start` measures only what is in that file.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from deploy.local.running import RunningStack
from tests.bench import arrivals, changes, cold_start, edition, feeds, large, list_page, mails, pages, sign_ups
from tests.bench.comparison import Line, table

Measurement = tuple[str, Callable[[RunningStack], list[Line]]]

# With the demo's events.
SMALL: tuple[Measurement, ...] = (
    ("From a sign-up's answer to the mail in the catcher, idle, beside a bare SMTP submission", arrivals.of_mails),
    (
        "From a publication's answer to the changed feed at the edge, beside a file replaced by hand",
        arrivals.of_publications,
    ),
    ("Pages: over the wire at a new browser's first view, and answers per second at the service", pages.of_all),
    # The sign-ups come last, since they stop most of the stack.
    (
        f"Sign-ups by {sign_ups.CLIENTS} at once, beside a POST on the same stack that does nothing",
        sign_ups.of_all,
    ),
    ("Mails through the whole path, beside a bare loop that sends the same bytes", mails.of_all),
    ("Memory while an edition goes to very many readers, beside that after the first of them", edition.of_all),
)
LARGE: tuple[Measurement, ...] = (
    (
        "Answers per second: the events service beside a bare ASGI application that gives the same bytes",
        feeds.from_memory,
    ),
    ("Answers per second: the edge beside the same file, served plainly by the same Caddy", feeds.through_the_edge),
    ("From a change's answer to each feed while others ask, beside the half second it may take", changes.of_one_event),
    ("A cold start, beside the two seconds it may take", cold_start.of_web_and_feeds),
    ("Memory of each process, beside half a gigabyte", cold_start.memory),
    ("The list page, beside a page without a query", list_page.of_the_page),
    ("Its queries, each beside the 20 ms it may take", list_page.of_its_queries),
)


def report() -> Iterator[str]:
    began = time.monotonic()
    yield about_the_machine()
    with tempfile.TemporaryDirectory() as folder:
        if wanted := chosen(LARGE):
            with RunningStack(Path(folder) / "large", replicas=2) as running:
                large.fill(running)
                yield f"\nWith {large.EVENTS:,} events, entered in {time.monotonic() - began:.0f} seconds:"
                yield from tables(wanted, running)
        if wanted := chosen(SMALL):
            with RunningStack(Path(folder) / "small") as running:
                yield "\nWith the demo's events:"
                yield from tables(wanted, running)
    yield f"\nMeasured in {time.monotonic() - began:.0f} seconds."


def chosen(measurements: tuple[Measurement, ...]) -> list[Measurement]:
    """Those in the files named on the command line; all when none is named."""
    files = sys.argv[1:]
    return [each for each in measurements if not files or each[1].__module__.rpartition(".")[2] in files]


def tables(measurements: Iterable[Measurement], running: RunningStack) -> Iterator[str]:
    for title, measured in measurements:
        yield table(title, measured(running))


def about_the_machine() -> str:
    return (
        f"Python {platform.python_version()} on {os.cpu_count()} processors, which the load generator, all servers and "
        "PostgreSQL share.\nFigure and reference were measured in turn, and are medians of their rounds; so is the "
        "ratio, of each two rounds. The times are of single answers."
    )


for part in report():
    print(part, flush=True)  # noqa: T201 - it talks to the person who started it
