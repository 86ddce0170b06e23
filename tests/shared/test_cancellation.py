"""An endless loop ends when it is told to, whatever it was waiting for at that moment."""

import asyncio

from shared.cancellation import stop_if_cancelled


async def test_a_loop_ends_though_its_cancellation_was_swallowed() -> None:
    async def go_on() -> None:
        while True:
            stop_if_cancelled()
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                continue

    looping = asyncio.create_task(go_on())
    await asyncio.sleep(0)

    looping.cancel()
    await asyncio.wait([looping])

    assert looping.cancelled()


async def test_nobody_else_is_stopped() -> None:
    stop_if_cancelled()
