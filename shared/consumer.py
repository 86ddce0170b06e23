"""Consumers: what a service hears, taken from NATS one message at a time and each in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import msgspec
import structlog
from msgspec import Struct
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared import dead_letters, outbox, telemetry
from shared.cancellation import stop_if_cancelled
from shared.copies import Stale
from shared.database import CONNECTION_ERRORS, Connection, Pool
from shared.messages import Message, Service, decode, stream_of
from shared.messages.given_up import GIVEN_UP_BY, MessageGivenUp
from shared.problems import Conflict, NotFound
from shared.translations import N_

M = TypeVar("M", bound=Message)

# Bounded, because a pull request dies with the server it was sent to (nats-io/nats.py#504).
FETCH_SECONDS = 5
# A handler takes milliseconds; a message not acknowledged by now was with a process that is gone.
ACK_WAIT_SECONDS = 10
MAX_DELIVERIES = 8
FIRST_RETRY_SECONDS = 1
LONGEST_RETRY_SECONDS = 60
REBIND_SECONDS = 1

log = structlog.get_logger()


class Consumer(Struct, Generic[M], frozen=True, kw_only=True):
    """A durable consumer: `handle` gets each message, perhaps twice or late, in a transaction of its own."""

    # `<service>-…` with neither dots nor blanks (NATS ADR-6), and never renamed: it holds the position in the stream.
    name: str
    message: type[M]
    handle: Callable[[Connection, M], Awaitable[None]]

    @property
    def service(self) -> Service:
        return next(service for service in GIVEN_UP_BY if self.name.startswith(f"{service}-"))


async def run(consumer: Consumer[Any], pool: Pool, client: Client) -> None:
    """Consume for ever; binds again after every reconnect and every error."""
    while True:
        stop_if_cancelled()
        try:
            await consume_until_reconnect(consumer, pool, client)
        except Exception as error:  # noqa: BLE001 - the message was not acknowledged, so it comes again
            log.warning("the consumer will bind again", consumer=consumer.name, error=repr(error))
        await asyncio.sleep(REBIND_SECONDS)


async def consume_until_reconnect(consumer: Consumer[Any], pool: Pool, client: Client) -> None:
    jetstream = client.jetstream()
    stream = stream_of(consumer.message)
    await jetstream.add_consumer(stream, configuration(consumer))
    subscription = await jetstream.pull_subscribe_bind(consumer.name, stream)
    reconnects = client.stats["reconnects"]
    try:
        while client.stats["reconnects"] == reconnects:
            stop_if_cancelled()
            try:
                # One at a time: asked for more, nats-py may hold the first back until its time is up.
                [received] = await subscription.fetch(1, timeout=FETCH_SECONDS)
            except TimeoutError:
                continue
            await receive(consumer, pool, received)
    finally:
        await subscription.unsubscribe()


def configuration(consumer: Consumer[Any]) -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=consumer.name,
        filter_subject=f"{consumer.message.topic}.*",
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_SECONDS,
        # We count ourselves, because an outage must not use the tries up.
        max_deliver=-1,
    )


async def receive(consumer: Consumer[Any], pool: Pool, received: Msg) -> None:
    """Handle one message and tell NATS what became of it: done, once more later, or never again."""
    headers = dict(received.headers or {})
    sequence = received.metadata.sequence.stream
    with structlog.contextvars.bound_contextvars(
        trace_id=headers.get(telemetry.TRACE_HEADER),
        consumer=consumer.name,
        message_id=f"{received.metadata.stream}-{sequence}",
    ):
        outcome = await handle(consumer, pool, received, headers)
        telemetry.messages_received.labels(consumer.name, outcome).inc()


async def handle(consumer: Consumer[Any], pool: Pool, received: Msg, headers: dict[str, str]) -> str:
    try:
        message = decode(received.data, consumer.message)
    except msgspec.MsgspecError as error:
        return await give_up(consumer, pool, received, headers, error=error, reason=f"not readable: {error}")
    try:
        async with pool.acquire() as db, db.transaction():
            await consumer.handle(db, message)
    except Stale:
        await received.ack()
        return "stale"
    except CONNECTION_ERRORS as error:
        log.warning("the database is away", error=repr(error))
        await received.nak(retry_seconds(received))
        return "retried"
    except Exception as error:
        if received.metadata.num_delivered >= MAX_DELIVERIES:
            log.exception("gave the message up")
            return await give_up(consumer, pool, received, headers, error=error, reason=repr(error))
        log.warning("the message will come again", error=repr(error), exc_info=not isinstance(error, NotFound))
        await received.nak(retry_seconds(received))
        return "retried"
    await received.ack()
    return "handled"


def retry_seconds(received: Msg) -> float:
    return float(min(FIRST_RETRY_SECONDS * 2 ** (received.metadata.num_delivered - 1), LONGEST_RETRY_SECONDS))


async def give_up(
    consumer: Consumer[Any], pool: Pool, received: Msg, headers: dict[str, str], *, error: Exception, reason: str
) -> str:
    async with pool.acquire() as db, db.transaction():
        await dead_letters.insert(
            db,
            consumer=consumer.name,
            subject=received.subject,
            headers=headers,
            body=received.data,
            reason=reason,
            delivery_count=received.metadata.num_delivered,
        )
        await tell_given_up(db, consumer, error)
    await received.term()
    return "dead"


async def tell_given_up(db: Connection, consumer: Consumer[Any], error: Exception) -> None:
    """Say it to the others; but not that this very news was given up, or it would be said again for ever."""
    if issubclass(consumer.message, MessageGivenUp):
        return
    given_up = GIVEN_UP_BY[consumer.service](
        consumer=consumer.name,
        heard=consumer.message.topic,
        reason=type(error).__name__,
        given_up_at=datetime.now(UTC),
    )
    await outbox.stage(db, given_up)


class StillRefused(Conflict):
    """A dead letter could not be handled this time either; it stays."""

    title = N_("It did not work this time either")
    detail = N_("The message stays in the list. The reason is in the log.")


async def replay(db: Connection, consumers: tuple[Consumer[Any], ...], letter_id: int) -> None:
    """Handle a dead letter once more, now.

    Raises `NotFound` when the letter is unknown or was replayed already, `StillRefused` when it fails again.
    """
    letter = await dead_letters.lock(db, letter_id)
    consumer = next((each for each in consumers if letter and each.name == letter.consumer), None)
    if letter is None or consumer is None:
        raise NotFound("dead letter")
    try:
        async with db.transaction():
            await consumer.handle(db, decode(letter.body, consumer.message))
    except Stale:
        log.info("the dead letter was overtaken by a newer state", letter_id=letter_id)
    except CONNECTION_ERRORS:
        raise
    except Exception as error:
        log.warning("the dead letter was refused again", letter_id=letter_id, error=repr(error))
        raise StillRefused from error
    await dead_letters.mark_replayed(db, letter_id)
