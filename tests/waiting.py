"""Waiting for what other processes do: on a condition, with a deadline that a slow machine keeps."""

import asyncio
from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 30
POLL_SECONDS = 0.02


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Return once the condition holds. Raises `TimeoutError`."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not await condition():  # noqa: ASYNC110 - another process makes it true
            await asyncio.sleep(POLL_SECONDS)
