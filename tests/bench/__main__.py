"""Figures as ratios to a bare reference, measured in the same run: `make bench`. It judges nothing; read the ratios."""

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.local.running import RunningStack
from tests.bench import arrivals, feeds, sign_ups
from tests.bench.comparison import table

# The sign-ups come last, since they stop most of the stack.
MEASUREMENTS = (
    (
        "Answers per second: the events service beside a bare ASGI application that gives the same bytes",
        feeds.from_memory,
    ),
    ("Answers per second: the edge beside a plain file server (Caddy) with the same file", feeds.through_the_edge),
    ("From a sign-up's answer to the mail in the catcher, idle, beside a bare SMTP submission", arrivals.of_mails),
    (
        "From a publication's answer to the changed feed at the edge, beside a file replaced by hand",
        arrivals.of_publications,
    ),
    (
        f"Sign-ups for one event by {sign_ups.CLIENTS} at once, beside a POST on the same stack that does nothing",
        sign_ups.of_a_rush,
    ),
)


def report() -> Iterator[str]:
    began = time.monotonic()
    yield about_the_machine()
    with tempfile.TemporaryDirectory() as folder, RunningStack(Path(folder) / "stack") as running:
        for title, measured in MEASUREMENTS:
            yield table(title, measured(running))
    yield f"\nMeasured in {time.monotonic() - began:.0f} seconds."


def about_the_machine() -> str:
    return (
        f"Python {platform.python_version()} on {os.cpu_count()} processors, which the load generator, all servers and "
        "PostgreSQL share.\nFigure and reference were measured in turn, and are medians of their rounds; the times are "
        "of single answers."
    )


for part in report():
    print(part, flush=True)  # noqa: T201 - it talks to the person who started it
