"""Robots are kept off: by a field nobody sees, by how fast they are, and by work while they come in numbers."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from altcha import v1 as altcha

from shared.database import Pool
from shared.problems import TooMany
from shared.robots import PROOF, PROOF_GOOD_FOR, TRAP, Doubt, Robots, Solved

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
LATER = NOW + timedelta(seconds=5)
HOME = "192.0.2.7"


@pytest.fixture
def robots(pool: Pool) -> Robots:
    return Robots(pool, form_seconds=2, per_minute=3)


async def solved(robots: Robots, now: datetime = NOW) -> str:
    """What a browser finds, by the same search as proof_of_work.js."""
    challenge = await robots.challenge(now)
    found = altcha.solve_challenge(challenge.challenge, challenge.salt, "SHA-256", challenge.max_number)
    assert found is not None
    return packed(
        Solved(
            algorithm="SHA-256",
            challenge=challenge.challenge,
            number=found.number,
            salt=challenge.salt,
            signature=challenge.signature,
        )
    )


def packed(value: object) -> str:
    return base64.b64encode(msgspec.json.encode(value)).decode()


async def test_a_form_filled_in_by_a_person_is_not_doubted(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW), "name": "Ada", TRAP: ""}

    assert await robots.doubt(typed, HOME, LATER) is None


async def test_a_form_that_comes_back_at_once_is_shown_again_and_good_a_moment_later(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW)}

    assert await robots.doubt(typed, HOME, NOW + timedelta(seconds=1)) is Doubt.AGAIN
    assert await robots.doubt(typed, HOME, NOW + timedelta(seconds=2)) is None


async def test_who_fills_in_what_nobody_sees_is_doubted(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW), TRAP: "https://casino.example"}

    assert await robots.doubt(typed, HOME, LATER) is Doubt.AGAIN


@pytest.mark.parametrize(
    "forge",
    [lambda _: "", lambda _: "1.2.3", lambda stamp: stamp[:-1] + "x", lambda stamp: f"0{stamp}", lambda _: "é" * 3],
    ids=["none", "made up", "one letter changed", "another time", "not ASCII"],
)
async def test_a_stamp_that_is_not_ours_is_doubted(robots: Robots, forge: Callable[[str], str]) -> None:
    typed = {"nonce": forge(await robots.stamp(NOW))}

    assert await robots.doubt(typed, HOME, LATER) is Doubt.AGAIN


async def test_a_page_that_was_open_for_weeks_is_doubted(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW - timedelta(days=8))}

    assert await robots.doubt(typed, HOME, NOW) is Doubt.AGAIN


async def test_two_processes_sign_with_the_same_secret(robots: Robots, pool: Pool) -> None:
    other = Robots(pool, form_seconds=2, per_minute=3)

    assert await other.doubt({"nonce": await robots.stamp(NOW)}, HOME, LATER) is None


async def test_who_asks_often_has_to_work_and_others_do_not(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW)}
    for _ in range(3):
        assert await robots.doubt(typed, HOME, LATER) is None

    assert await robots.doubt(typed, HOME, LATER) is Doubt.PROVE
    assert await robots.doubt(typed, "198.51.100.1", LATER) is None
    assert await robots.doubt(typed | {PROOF: await solved(robots)}, HOME, LATER) is None


async def test_a_proof_is_good_once_however_it_is_written(robots: Robots) -> None:
    proof = await solved(robots)
    rewritten = base64.b64encode(base64.b64decode(proof) + b" ").decode()

    assert await robots.is_proven(proof, NOW)
    assert not await robots.is_proven(proof, NOW)
    assert not await robots.is_proven(rewritten, NOW)


async def test_a_proof_grows_old(robots: Robots) -> None:
    proof = await solved(robots, NOW - 2 * PROOF_GOOD_FOR)

    assert not await robots.is_proven(proof, NOW)


@pytest.mark.parametrize(
    "proof",
    ["", "nothing", packed(5), packed([]), packed({"algorithm": "SHA-256", "salt": 1}), "é", "A" * 10_000],
)
async def test_what_is_no_proof_is_none(robots: Robots, proof: str) -> None:
    assert not await robots.is_proven(proof, NOW)


async def test_a_proof_of_a_number_that_is_wrong_is_none(robots: Robots) -> None:
    right = msgspec.json.decode(base64.b64decode(await solved(robots)), type=Solved)

    assert not await robots.is_proven(packed(msgspec.structs.replace(right, number=right.number + 1)), NOW)


async def test_a_flood_from_one_address_is_not_answered_until_the_next_minute(robots: Robots) -> None:
    typed = {"nonce": await robots.stamp(NOW)}
    for _ in range(30):
        await robots.doubt(typed, HOME, LATER)

    with pytest.raises(TooMany):
        await robots.doubt(typed, HOME, LATER)
    assert await robots.doubt(typed, HOME, LATER + timedelta(minutes=1)) is None


async def test_while_robots_come_from_everywhere_everybody_has_to_work(robots: Robots) -> None:
    for number in range(31):
        await robots.doubt({"nonce": ""}, f"203.0.113.{number}", LATER)

    assert await robots.doubt({"nonce": await robots.stamp(NOW)}, HOME, LATER) is Doubt.PROVE
    assert await robots.doubt({"nonce": await robots.stamp(NOW)}, HOME, LATER + timedelta(minutes=1)) is None
