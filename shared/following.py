"""Following states in memory: every process that follows reads the stream from its start, and then what comes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TypeVar

import msgspec
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy

from shared.cancellation import stop_if_cancelled
from shared.messages import State, decode, stream_of

S = TypeVar("S", bound=State)

BATCH_SIZE = 1000
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
    reconnects = client.stats["reconnects"]
    async with fetching(client, state_type) as states:
        while client.stats["reconnects"] == reconnects:
            stop_if_cancelled()
            if states.is_caught_up:
                caught_up.set()
            fetched = await states.fetch()
            for received in fetched:
                try:
                    take(decode(received.data, state_type), fetched[-1].metadata.timestamp)
                except msgspec.MsgspecError as error:
                    log.warning("a state is not readable", subject=received.subject, error=repr(error))


@asynccontextmanager
async def fetching(client: Client, state_type: type[State]) -> AsyncIterator["Fetching"]:
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=FORGET_SECONDS,
        mem_storage=True,
        filter_subject=f"{state_type.topic}.*",
    )
    consumer = await client.jetstream().add_consumer(stream_of(state_type), config)
    made = Fetching(client, consumer)
    subscription = await client.subscribe(made.inbox, cb=made.receive)
    try:
        yield made
    finally:
        await subscription.unsubscribe()


class Fetching:
    """Fetches as a pull subscription of nats-py does, for a third of the work for each message."""

    def __init__(self, client: Client, consumer: ConsumerInfo) -> None:
        self.client = client
        self.stream, self.consumer = consumer.stream_name, consumer.name
        self.inbox = client.new_inbox()
        # How many more there are.
        self.pending = consumer.num_pending
        self.wanted = 0
        self.received: list[Msg] = []
        self.is_answered = asyncio.Event()

    @property
    def is_caught_up(self) -> bool:
        return not self.pending and not self.received

    async def fetch(self) -> list[Msg]:
        """The next ones: a batch of those that there are, or else the next that comes; none when none came in time."""
        self.wanted = min(self.pending or 1, BATCH_SIZE)
        self.is_answered.clear()
        request = {"batch": self.wanted, "expires": FETCH_SECONDS * 1_000_000_000}
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{self.consumer}"
        await self.client.publish(subject, msgspec.json.encode(request), self.inbox)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.is_answered.wait(), FETCH_SECONDS + 1)
        fetched, self.received = self.received, []
        if fetched:
            self.pending = fetched[-1].metadata.num_pending
        else:
            # Raises when the server has forgotten us.
            self.pending = (await self.client.jetstream().consumer_info(self.stream, self.consumer)).num_pending
        return fetched

    async def receive(self, message: Msg) -> None:
        """A state; or, without an address to acknowledge it at, that no more will come for what was asked."""
        if message.reply:
            self.received.append(message)
        if not message.reply or len(self.received) >= self.wanted:
            self.is_answered.set()
