"""Every route of every service, called by everyone: each says who may call it, and is true to its word."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from shared import copies
from shared.access import Who
from shared.database import Connection, Pool
from shared.messages.events import ApiToken, MemberState, OrganisationState, Role
from shared.sessions import SESSION_COOKIE, digest_of, new_token, sign_session
from tests.answering import answering, app_of
from tests.conftest import BASE_URL, SERVICES
from tests.events.given import a_partner

REFUSED = {401, 403}


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def app(service: str, environment: dict[str, str]) -> Litestar:
    return app_of(service, environment)


@pytest.fixture
async def web(app: Litestar, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    async with answering(app, BASE_URL) as caller:
        yield caller


@pytest.fixture
async def callers(service: str, pool: Pool, environment: dict[str, str]) -> dict[str, dict[str, str]]:
    """The headers of a visitor, a member and a coordinator, by session and token at once."""
    found: dict[str, dict[str, str]] = {"visitor": {}}
    async with pool.acquire() as db, db.transaction():
        for role in Role:
            member_id, token = await (an_own_member if service == "events" else a_copied_member)(db, role)
            key = environment["EVENTS_SESSION_PRIVATE_KEY"]
            session = sign_session(member_id, private_key=key, now=datetime.now(UTC))
            found[role] = {"Cookie": f"{SESSION_COOKIE}={session}", "Authorization": f"Bearer {token}"}
    return found


async def an_own_member(db: Connection, role: Role) -> tuple[UUID, str]:
    partner = await a_partner(db, f"organisation-{role}", role)
    return partner.member_id, partner.token


async def a_copied_member(db: Connection, role: Role) -> tuple[UUID, str]:
    token = new_token()
    tokens = [ApiToken(digest=digest_of(token), role=role)]
    organisation = OrganisationState(id=uuid4(), version=1, slug=f"organisation-{role}", name="AWO", tokens=tokens)
    member = MemberState(
        id=uuid4(),
        version=1,
        organisation_id=organisation.id,
        name="Ada",
        email=f"{role}@awo.example",
        language="de",
        role=role,
    )
    await copies.keep(db, organisation)
    await copies.keep(db, member)
    return member.id, token


def calls(app: Litestar) -> Iterator[tuple[str, str, Who | None]]:
    """Method, address and `who` of each route, its parameters filled with what does not exist."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        address = route.path_format
        for name, parameter in route.path_parameters.items():
            nothing = {UUID: str(uuid4()), int: "1"}.get(parameter.type, "nothing")
            address = address.replace(f"{{{name}}}", nothing)
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield str(method), address, handler.opt.get("who")


def test_every_route_says_who_may_call_it(app: Litestar) -> None:
    silent = [(method, address) for method, address, who in calls(app) if who is None]

    assert silent == []


async def test_every_route_lets_in_whom_it_names_and_nobody_else(
    app: Litestar, web: httpx.AsyncClient, callers: dict[str, dict[str, str]]
) -> None:
    let_in = {Who.ANYONE: set(callers), Who.MEMBER: {"member", "coordinator"}, Who.COORDINATOR: {"coordinator"}}
    wrong = []
    for method, address, who in calls(app):
        for caller, headers in callers.items():
            answer = await web.request(method, address, headers=headers)
            to_login = answer.status_code == 303 and answer.headers["location"] == "/login"
            refused = answer.status_code in REFUSED or to_login
            if refused == (caller in let_in[who or Who.ANYONE]) or answer.status_code == 500:
                wrong.append((caller, method, address, answer.status_code))

    assert wrong == []


async def test_a_member_who_was_removed_is_out(
    service: str, web: httpx.AsyncClient, callers: dict[str, dict[str, str]], pool: Pool
) -> None:
    page = {"events": "/portal", "registration": "/portal/rosters", "notify": "/portal/mails"}[service]
    before = await web.get(page, headers=callers["coordinator"])
    if service == "events":
        await pool.execute("UPDATE members SET removed_at = now()")
    else:
        [state] = [each for each in await members_of(pool) if each.role is Role.COORDINATOR]
        removed = {name: getattr(state, name) for name in state.__struct_fields__}
        async with pool.acquire() as db, db.transaction():
            await copies.keep(db, MemberState(**removed | {"version": 2, "removed_at": datetime.now(UTC)}))

    after = await web.get(page, headers=callers["coordinator"])

    assert (before.status_code, after.status_code) == (200, 303)


async def members_of(pool: Pool) -> list[MemberState]:
    ids = [row["id"] for row in await pool.fetch("SELECT id FROM copies WHERE topic = $1", MemberState.topic)]
    async with pool.acquire() as db:
        return list((await copies.find_many(db, MemberState, ids)).values())
