"""A rush on one event: while one transaction runs for a date, those who ask meanwhile share the next one.

The roster's row is locked for a whole commit to disk. One after the other, 64 people would wait for 64 commits;
together they wait for two. Each gets an own answer, and one bad request does not fail the others.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat

import structlog
from msgspec import Struct

from services.registration.commands.register import Date, register_all
from services.registration.commands.register_for_dates import Booking, register_for_dates
from services.registration.domain.admission import Ask
from services.registration.domain.registration import DateReply, Reply
from shared.database import CONNECTION_ERRORS, Connection, Pool
from shared.idempotency import StillRunning
from shared.problems import Unavailable

# As many as take a few milliseconds to write, so that nobody else at this roster waits long.
LARGEST_TURN = 200

log = structlog.get_logger()


class Asked(Struct, frozen=True):
    """One who waits for an answer."""

    ask: Ask
    answer: asyncio.Future[Reply]


class Rush:
    """The lines of those who wait at the rosters of this process, one line for each date."""

    def __init__(self, pool: Pool, *, base_url: str) -> None:
        self.pool = pool
        self.base_url = base_url
        self.lines: dict[Date, list[Asked]] = {}
        self.turns: set[asyncio.Task[None]] = set()
        self.one_booking = asyncio.Lock()
        self.running: set[str] = set()

    async def register(self, date: Date, ask: Ask) -> Reply:
        """Register with whoever else asks now. Raises `NotFound`, `RegistrationClosed`, `Invalid` or `Unavailable`."""
        asked = Asked(ask, asyncio.get_running_loop().create_future())
        if date in self.lines:
            self.lines[date].append(asked)
        else:
            self.lines[date] = [asked]
            turn = asyncio.create_task(self.serve(date))
            self.turns.add(turn)
            turn.add_done_callback(self.turns.discard)
        return await asked.answer

    async def register_for_dates(self, booking: Booking, ask: Ask) -> list[DateReply]:
        """Register for several dates. Raises `NotFound`, `RegistrationClosed` or `Invalid`."""
        # One after the other, since each waits for the rosters of all its dates and keeps a connection meanwhile.
        async with self.one_booking, self.pool.acquire() as db, db.transaction():
            return await register_for_dates(db, booking, ask, base_url=self.base_url)

    @contextmanager
    def only(self, request_key: str) -> Iterator[None]:
        """While one request with this key runs in this process. Raises `StillRunning` for another one."""
        if request_key in self.running:
            raise StillRunning
        self.running.add(request_key)
        try:
            yield
        finally:
            self.running.discard(request_key)

    async def serve(self, date: Date) -> None:
        """Answer the line of this date until it is empty; without the database all of it hears so at once."""
        turn: list[Asked] = []
        try:
            # Somebody may join while the connection is given back.
            while self.lines[date]:
                async with self.pool.acquire() as db:
                    while self.lines[date]:
                        turn = []
                        await self.answer(db, date, self.step_up(date, turn), turn)
        except Exception as error:  # noqa: BLE001 - those who asked get it
            problem = Unavailable() if isinstance(error, CONNECTION_ERRORS) else error
            log.warning("a line cannot be served", error=repr(error))
            settle([*turn, *self.lines[date]], repeat(problem))
        del self.lines[date]

    def step_up(self, date: Date, turn: list[Asked]) -> Iterator[Ask]:
        """Whoever is in the line once somebody looks who is: when the roster is locked. They make up this turn."""
        line = self.lines[date]
        self.lines[date] = line[LARGEST_TURN:]
        turn += line[:LARGEST_TURN]
        for asked in turn:
            yield asked.ask

    async def answer(self, db: Connection, date: Date, asks: Iterable[Ask], turn: list[Asked]) -> None:
        """Answer all of the turn; when it fails as a whole, each is tried alone, so that only the culprit fails."""
        try:
            async with db.transaction():
                answers = await register_all(db, date, asks, base_url=self.base_url)
        except CONNECTION_ERRORS:
            raise
        except Exception as error:
            if not turn:
                raise
            if len(turn) == 1:
                settle(turn, [error])
                return
            log.warning("a turn failed and is tried one by one", error=repr(error))
            for asked in turn:
                await self.answer(db, date, [asked.ask], [asked])
        else:
            settle(turn, answers)

    async def finish(self) -> None:
        """Wait until everybody has an answer."""
        await asyncio.gather(*self.turns)


def settle(turn: Iterable[Asked], answers: Iterable[Reply | Exception]) -> None:
    for asked, answer in zip(turn, answers, strict=False):
        # Somebody who has hung up waits no longer.
        if asked.answer.done():
            continue
        if isinstance(answer, Exception):
            asked.answer.set_exception(answer)
        else:
            asked.answer.set_result(answer)
