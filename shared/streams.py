"""NATS: the connection, and the streams a service publishes to."""

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StorageType, StreamConfig
from nats.js.errors import BadRequestError

from shared.messages import Message, State, stream_of

RECONNECT_SECONDS = 0.5
# Long enough for a service that was away over a long weekend; facts hold personal data, so no longer than needed.
FACTS_DAYS = 14
# A relay that crashed between publish and delete publishes again within this time, and JetStream drops the second.
DUPLICATE_WINDOW_SECONDS = 3600
DAY_SECONDS = 24 * 3600


async def connect(client: Client, url: str, *, name: str) -> None:
    """Connect, and come back by oneself for ever; returns once the first connection stands."""
    await client.connect(
        url,
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=RECONNECT_SECONDS,  # type: ignore[arg-type]  # a fraction is fine: it is slept for
        error_cb=_say_nothing,
    )


async def _say_nothing(_: Exception) -> None:
    """Connection errors show in /health/ready and in what waits in the outbox; the client retries without end."""


async def declare(jetstream: JetStreamContext, messages: tuple[type[Message], ...], replicas: int = 1) -> None:
    """Create the streams that keep these messages, or bring them up to date."""
    for name in sorted({stream_of(message) for message in messages}):
        types = [message for message in messages if stream_of(message) == name]
        states = issubclass(types[0], State)
        config = StreamConfig(
            name=name,
            subjects=[f"{message.topic}.*" for message in types],
            storage=StorageType.FILE,
            num_replicas=replicas,
            # Of each thing the last state stays for ever; facts stay for a bounded time.
            max_msgs_per_subject=1 if states else -1,
            max_age=0 if states else FACTS_DAYS * DAY_SECONDS,
            duplicate_window=DUPLICATE_WINDOW_SECONDS,
        )
        try:
            await jetstream.add_stream(config)
        except BadRequestError:
            await jetstream.update_stream(config)
