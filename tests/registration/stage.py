"""Where anything is done with registrations in any order: two events on a real database, looked at after each step."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import ClassVar
from uuid import UUID

import asyncpg
from hypothesis.stateful import RuleBasedStateMachine

from services.registration.domain.registration import Registration
from shared.database import Connection, read_json_as_structs
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus as Status
from shared.problems import Problem
from tests.registration.standing import Standing, check, read_standing

ALL = frozenset(Status)


class Stage(RuleBasedStateMachine):
    """Two events of one organisation, and their parties. All of it is rolled back at the end."""

    database_url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.db: Connection = self.runner.run(asyncpg.connect(self.database_url))
        self.runner.run(read_json_as_structs(self.db))
        self.whole = self.db.transaction()
        self.runner.run(self.whole.start())
        self.events: list[EventState] = []
        self.now = self.read()
        self.names = 0

    def teardown(self) -> None:
        self.runner.run(self.whole.rollback())
        self.runner.run(self.db.close())
        self.runner.close()

    def do(self, deed: Awaitable[object], party: Registration | None = None) -> None:
        """One step: done or refused, and told of; `party` is whom it is about."""
        before = self.now
        self.runner.run(self.try_to(deed))
        self.now = self.read()
        check(before, self.now, None if party is None else party.id)

    async def try_to(self, deed: Awaitable[object]) -> None:
        with suppress(Problem):
            async with self.db.transaction():
                await deed

    def read(self) -> Standing:
        return self.runner.run(read_standing(self.db))

    def among(self, statuses: frozenset[Status]) -> list[Registration]:
        return [party for party in self.now.parties.values() if party.status in statuses]

    def one(self, pick: int, statuses: frozenset[Status] = ALL) -> Registration:
        those = self.among(statuses)
        return those[pick % len(those)]

    def roster_id(self, date: int) -> UUID:
        return self.events[date].occurrences[0].id

    def new_address(self) -> str:
        self.names += 1
        return f"{self.names}@a.example"
