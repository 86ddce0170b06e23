"""Following states in memory: every process that follows reads the stream from its start, and then what comes."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
import structlog
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.cancellation import stop_if_cancelled
from shared.messages import State, decode, stream_of

S = TypeVar("S", bound=State)

BATCH_SIZE = 500
# Bounded, because a pull request dies with the server it was sent to (nats-io/nats.py#504).
FETCH_SECONDS = 5
# The server forgets a follower that has not asked for this long.
FORGET_SECONDS = 60
RETRY_SECONDS = 1
# How soon a connection that was made in the background is used.
CONNECT_SECONDS = 0.02

log = structlog.get_logger()


async def follow(
    client: Client, state_type: type[S], take: Callable[[S, datetime], None], caught_up: asyncio.Event
) -> None:
    """Give each state to `take`, for ever, and set `caught_up` once there are no more from before.

    With it goes until when it was heard, by the stream's clock, so that it never goes back.

    After a reconnect all of them come again; `take` keeps the higher version.
    """
    while True:
        stop_if_cancelled()
        if not client.is_connected:
            await asyncio.sleep(CONNECT_SECONDS)
            continue
        try:
            await follow_until_reconnect(client, state_type, take, caught_up)
        except Exception as error:  # noqa: BLE001 - what was taken stays, and the rest comes again
            log.warning("following again", topic=state_type.topic, error=repr(error))
        await asyncio.sleep(RETRY_SECONDS)


async def follow_until_reconnect(
    client: Client, state_type: type[S], take: Callable[[S, datetime], None], caught_up: asyncio.Event
) -> None:
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=FORGET_SECONDS,
        mem_storage=True,
    )
    stream = stream_of(state_type)
    subscription = await client.jetstream().pull_subscribe(f"{state_type.topic}.*", stream=stream, config=config)
    reconnects = client.stats["reconnects"]
    try:
        pending = (await subscription.consumer_info()).num_pending or 0
        if pending == 0:
            caught_up.set()
        while client.stats["reconnects"] == reconnects:
            stop_if_cancelled()
            try:
                # No more than there are: else nats-py may hold the first back until its time is up.
                fetched = await subscription.fetch(min(pending, BATCH_SIZE) or 1, timeout=FETCH_SECONDS)
            except TimeoutError:
                pending = 0
                continue
            for received in fetched:
                try:
                    take(decode(received.data, state_type), fetched[-1].metadata.timestamp)
                except msgspec.MsgspecError as error:
                    log.warning("a state is not readable", subject=received.subject, error=repr(error))
            pending = fetched[-1].metadata.num_pending if fetched else 0
            if pending == 0:
                caught_up.set()
    finally:
        await subscription.unsubscribe()
