"""People who log in, and programs with a token."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from shared import copies
from shared.database import Pool
from shared.messages.events import ApiToken, Role
from shared.sessions import SESSION_COOKIE, digest_of, sign_session
from tests.registration.given import FOREIGN_ORGANISATION, ORGANISATION, a_member, an_organisation

COORDINATION = UUID(int=3)
Headers = dict[str, str]


class Callers:
    """Headers of a page's reader and of a program at once: our own, a foreign organisation's, a coordinator's."""

    def __init__(self, own: Headers, foreign: Headers, coordinator: Headers) -> None:
        self.own = own
        self.foreign = foreign
        self.coordinator = coordinator


async def callers_of(pool: Pool, environment: dict[str, str]) -> Callers:
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    return Callers(
        own=await session_of_a_member(pool, environment),
        foreign=await entering(pool, key, FOREIGN_ORGANISATION, Role.MEMBER, "AWO"),
        coordinator=await entering(pool, key, COORDINATION, Role.COORDINATOR, "Stabsstelle"),
    )


async def session_of_a_member(pool: Pool, environment: dict[str, str], organisation_id: UUID = ORGANISATION) -> Headers:
    return await entering(
        pool, environment["EVENTS_SESSION_PRIVATE_KEY"], organisation_id, Role.MEMBER, "Caritas Witten"
    )


async def entering(pool: Pool, key: str, organisation_id: UUID, role: Role, name: str) -> Headers:
    member = replace(a_member(organisation_id), role=role, name=f"Somebody of {name}")
    token = f"token-{organisation_id.int}"
    organisation = replace(
        an_organisation(organisation_id), name=name, tokens=[ApiToken(digest=digest_of(token), role=role)]
    )
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, member)
        await copies.keep(db, organisation)
    session = sign_session(member.id, private_key=key, now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}", "Authorization": f"Bearer {token}"}
