"""Loops that end when they are told to."""

import asyncio


def stop_if_cancelled() -> None:
    """Raise the cancellation of this task again if a library kept it to itself; stands in every endless loop.

    `asyncio.wait_for` of Python 3.11 does so when a result comes at that very moment, and nats-py, which is built on
    it, when its connection is closed. Then the loop would go on, and whoever waits for its end would wait for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
