"""What tests of the network start from: partners and coordinators who call, and the facts they are mailed about."""

from typing import TypeVar

from msgspec import Struct

from services.events.settings import Settings
from shared.database import Connection, Pool
from shared.messages import Fact, State, decode
from shared.messages.events import Role
from tests.events.given import Partner, a_partner, session_of

M = TypeVar("M", bound=Fact | State)


class Callers(Struct, frozen=True, kw_only=True):
    """A partner, another one, and a coordinator; each with headers for pages and for the API."""

    partner: Partner
    stranger: Partner
    coordinator: Partner
    settings: Settings

    def browser(self, who: Partner) -> dict[str, str]:
        return session_of(who, self.settings) | {"Accept-Language": "en"}


async def callers_of(pool: Pool, settings: Settings) -> Callers:
    async with pool.acquire() as db, db.transaction():
        return Callers(
            partner=await a_partner(db),
            stranger=await a_partner(db, "awo-en"),
            coordinator=await a_partner(db, "stabsstelle", Role.COORDINATOR),
            settings=settings,
        )


async def said(db: Connection, message: type[M]) -> list[M]:
    """What the other services will hear of this kind, oldest first."""
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE $1 ORDER BY id", f"{message.topic}.%")
    return [decode(row["body"], message) for row in rows]
