"""Waiting for something to be true, without sleeping longer than needed."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

POLL_SECONDS = 0.05


class NotInTimeError(Exception):
    """What was waited for did not come; the text says what."""


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Returns as soon as `condition` holds; raises NotInTimeError otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise NotInTimeError(f"{what} did not happen within {seconds:.0f} seconds")
        time.sleep(POLL_SECONDS)


def wait_until_answered(question: Callable[[], Coroutine[Any, Any, bool]], *, seconds: float, what: str) -> None:
    """The same for a question that has to be awaited; works also where an event loop is running already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        wait_until(lambda: thread.submit(asyncio.run, question()).result(), seconds=seconds, what=what)
