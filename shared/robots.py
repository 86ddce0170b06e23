"""Robots are kept off forms that are open to all without a captcha of others, and without a hurdle for people.

There is a field that people do not see, and nobody fills a form in within two seconds. Who asks very often from one
address has to let the browser work for a moment (ALTCHA's proof of work), and all have to while robots come in numbers;
many people may share one address, such as those in one home. Addresses are counted in memory, for a minute, by each
process for itself.
"""

import base64
from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

import msgspec
from altcha import v1 as altcha
from msgspec import Struct

from shared import form_stamp, secret
from shared.database import Pool
from shared.problems import TooMany

# Its name makes robots fill it in.
TRAP = "website"
PROOF = "proof_of_work"
# From so many times the limit on nobody is answered at that address, proof or not.
FLOOD = 10
# As many tries as an old phone makes in a second or two.
LARGEST_NUMBER = 50_000
PROOF_GOOD_FOR = timedelta(minutes=20)


class Doubt(StrEnum):
    """Why a form is shown once more; people need only send it again."""

    AGAIN = "again"
    PROVE = "prove"


class Challenge(Struct, frozen=True, rename="camel", kw_only=True):
    """Find the number, at most `max_number`, whose SHA-256 with the salt before it is `challenge`."""

    algorithm: str
    challenge: str
    max_number: int
    salt: str
    signature: str


class Solved(Struct, frozen=True, kw_only=True):
    """What a browser sends back, as JSON in base64; `number` is what it found."""

    algorithm: Literal["SHA-256"]
    challenge: str
    number: int
    salt: str
    signature: str


class Robots:
    """What one process knows of those who ask."""

    def __init__(self, pool: Pool, *, form_seconds: int, per_minute: int) -> None:
        """Forms that come back sooner than `form_seconds` are doubted, 0: none; `per_minute` 0 counts nobody."""
        self.pool = pool
        self.form_seconds = form_seconds
        self.per_minute = per_minute
        self.found_secret = ""
        self.minute = 0
        self.asked: Counter[str] = Counter()
        self.caught = 0
        self.spent: dict[str, datetime] = {}

    async def secret(self) -> str:
        if not self.found_secret:
            async with self.pool.acquire() as db:
                self.found_secret = await secret.get_or_make(db)
        return self.found_secret

    async def stamp(self, now: datetime) -> str:
        return form_stamp.stamp(await self.secret(), now)

    async def doubt(self, typed: dict[str, Any], address: str, now: datetime) -> Doubt | None:
        """Whether this form may have been filled in by a robot. Raises `TooMany`."""
        self.begin_minute(now)
        if self.form_seconds and not await self.looks_human(typed, now):
            self.caught += 1
            return Doubt.AGAIN
        return None if await self.may_ask(address, str(typed.get(PROOF, "")), now) else Doubt.PROVE

    async def looks_human(self, typed: dict[str, Any], now: datetime) -> bool:
        age = form_stamp.age(await self.secret(), str(typed.get("nonce", "")), now)
        return age is not None and age >= timedelta(seconds=self.form_seconds) and not typed.get(TRAP)

    async def may_ask(self, address: str, proof: str, now: datetime) -> bool:
        """Counts one more from this address; a proof is good once. Raises `TooMany`."""
        if not self.per_minute:
            return True
        self.begin_minute(now)
        self.asked[address] += 1
        if self.asked[address] > self.per_minute * FLOOD:
            raise TooMany
        return not self.wants_proof(address, now) or await self.is_proven(proof, now)

    def wants_proof(self, address: str, now: datetime) -> bool:
        if not self.per_minute:
            return False
        self.begin_minute(now)
        return self.asked[address] > self.per_minute or self.caught > self.per_minute * FLOOD

    def begin_minute(self, now: datetime) -> None:
        minute = int(now.timestamp() // 60)
        if minute != self.minute:
            self.minute, self.caught = minute, 0
            self.asked.clear()
            self.spent = {spent: at for spent, at in self.spent.items() if now - at < PROOF_GOOD_FOR}

    async def challenge(self, now: datetime) -> Challenge:
        made = altcha.create_challenge(
            altcha.ChallengeOptions(
                max_number=LARGEST_NUMBER, hmac_key=await self.secret(), expires=now + PROOF_GOOD_FOR
            )
        )
        return Challenge(
            algorithm=made.algorithm,
            challenge=made.challenge,
            max_number=LARGEST_NUMBER,
            salt=made.salt,
            signature=made.signature,
        )

    async def is_proven(self, proof: str, now: datetime) -> bool:
        try:
            solved = msgspec.json.decode(base64.b64decode(proof), type=Solved)
        except (ValueError, msgspec.MsgspecError):
            return False
        right, _ = altcha.verify_solution(proof, await self.secret())
        if not right or solved.challenge in self.spent:
            return False
        self.spent[solved.challenge] = now
        return True
