"""Following states in memory: all from before, then what comes, and again when the server has forgotten us."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from nats.aio.client import Client

from shared import streams
from shared.following import BATCH_SIZE, follow
from shared.messages import encode
from shared.messages.events import MESSAGES, OrganisationState
from tests.waiting import until


class Follower:
    """What was heard, in this order."""

    def __init__(self, client: Client) -> None:
        self.heard: list[OrganisationState] = []
        self.caught_up = asyncio.Event()
        self.task = asyncio.create_task(follow(client, OrganisationState, self.take, self.caught_up))

    def take(self, state: OrganisationState, _: datetime) -> None:
        self.heard.append(state)

    async def has_heard(self, count: int) -> bool:
        return len(self.heard) >= count


Following = Callable[[], Follower]


@pytest.fixture
async def following(client: Client) -> AsyncIterator[Following]:
    """Starts a follower, once the streams are there."""
    await streams.declare(client.jetstream(), MESSAGES)
    started: list[Follower] = []

    def start() -> Follower:
        started.append(Follower(client))
        return started[-1]

    yield start
    for follower in started:
        follower.task.cancel()
    await asyncio.gather(*(follower.task for follower in started), return_exceptions=True)


def an_organisation(**changes: object) -> OrganisationState:
    state = OrganisationState(id=uuid4(), version=1, slug="caritas-witten", name="Caritas Witten")
    return msgspec.structs.replace(state, **changes)


async def say(client: Client, *states: OrganisationState) -> None:
    """Returns when the stream has them all."""
    for state in states[:-1]:
        await client.publish(state.subject, encode(state))
    await client.jetstream().publish(states[-1].subject, encode(states[-1]))


async def test_the_last_state_of_each_thing_comes_first_and_then_what_is_new(
    client: Client, following: Following
) -> None:
    one, other, new = an_organisation(), an_organisation(), an_organisation()
    later = msgspec.structs.replace(one, version=2)
    await say(client, one, other, later)

    follower = following()
    await follower.caught_up.wait()
    assert follower.heard == [other, later]

    await say(client, new)
    await until(lambda: follower.has_heard(3))
    assert follower.heard[2:] == [new]


async def test_who_follows_an_empty_stream_has_caught_up_at_once(client: Client, following: Following) -> None:
    follower = following()

    await follower.caught_up.wait()

    assert follower.heard == []


async def test_more_states_than_are_fetched_at_once_are_all_heard_before_it_has_caught_up(
    client: Client, following: Following
) -> None:
    many = [an_organisation(id=UUID(int=number)) for number in range(2 * BATCH_SIZE + 1)]
    await say(client, *many)

    follower = following()
    await follower.caught_up.wait()

    assert follower.heard == many


async def test_many_that_come_at_once_are_all_heard(client: Client, following: Following) -> None:
    follower = following()
    await follower.caught_up.wait()
    many = [an_organisation(id=UUID(int=number)) for number in range(BATCH_SIZE + 1)]

    await say(client, *many)

    await until(lambda: follower.has_heard(len(many)))
    assert follower.heard == many


async def test_a_state_that_cannot_be_read_is_left_out(client: Client, following: Following) -> None:
    good = an_organisation()
    await client.publish(f"{OrganisationState.topic}.broken", b"{")
    await say(client, good)

    follower = following()
    await follower.caught_up.wait()

    assert follower.heard == [good]


async def test_a_follower_whom_the_server_has_forgotten_hears_everything_again(
    client: Client, following: Following
) -> None:
    before, after = an_organisation(), an_organisation()
    await say(client, before)
    follower = following()
    await follower.caught_up.wait()
    [consumer] = await client.jetstream().consumers_info("EVENTS")

    await client.jetstream().delete_consumer("EVENTS", consumer.name)
    await say(client, after)

    await until(lambda: follower.has_heard(3))
    assert follower.heard == [before, before, after]
