"""A walk of every route, with real events, rosters and registrations of one organisation, by everybody else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import Struct

from services.registration.domain.sign_up_settings import Question, QuestionKind
from shared import copies
from shared.access import Who
from shared.database import Pool
from shared.messages.events import ApiToken, EventState, MemberState, OrganisationState, Role
from shared.sessions import SESSION_COOKIE, digest_of, sign_session
from tests.registration.changing import set_up
from tests.registration.given import (
    FOREIGN_ORGANISATION,
    ORGANISATION,
    an_open_event,
    an_organisation,
    roster_of,
    signed_up,
)

# What nobody but the organisation and the person may read.
PERSONAL = ("Olena Kovalchuk", "olena.k@people.example", "25551")
QUESTION = Question(id="diet", kind=QuestionKind.TEXT, text="What do you eat?")
PERSON = {"name": PERSONAL[0], "phone": "+49 2302 25551"}


class Place(Struct, frozen=True, kw_only=True):
    """What of the organisation's the addresses of the routes can name."""

    event: EventState
    roster_id: UUID
    registration_id: UUID

    def fill(self, parameter: str) -> str:
        known = {
            "event_id": self.event.id,
            "roster_id": self.roster_id,
            "registration_id": self.registration_id,
            "slug": self.event.slug,
            "question_id": QUESTION.id,
        }
        return str(known.get(parameter, uuid4()))


@pytest.fixture
async def place(pool: Pool) -> Place:
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation())
        event = await an_open_event(db)
        reply = await signed_up(db, event, PERSONAL[1], 2, **PERSON)
        await set_up(db, event, questions=[QUESTION])
        roster = await roster_of(db, event)
    return Place(event=event, roster_id=roster.id, registration_id=reply.registration_id)


@pytest.fixture
async def owner(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await headers_of(pool, environment, ORGANISATION, Role.MEMBER)


async def headers_of(pool: Pool, environment: dict[str, str], organisation_id: UUID, role: Role) -> dict[str, str]:
    token = f"token of {organisation_id}"
    organisation = OrganisationState(
        id=organisation_id,
        version=2,
        slug=f"organisation-{organisation_id.int}",
        name="AWO",
        tokens=[ApiToken(digest=digest_of(token), role=role)],
    )
    member = MemberState(
        id=uuid4(),
        version=1,
        organisation_id=organisation_id,
        name="Fritz",
        email="fritz@awo.example",
        language="en",
        role=role,
    )
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, organisation)
        await copies.keep(db, member)
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    session = sign_session(member.id, private_key=key, now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}", "Authorization": f"Bearer {token}"}


def calls(app: Litestar, place: Place) -> Iterator[tuple[str, str, str]]:
    """Method of each route for members, its address, and that with ids that there are not."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or "/operations/" in route.path_format:
            continue
        real = made_up = route.path_format
        for name in route.path_parameters:
            real = real.replace(f"{{{name}}}", place.fill(name))
            made_up = made_up.replace(f"{{{name}}}", str(uuid4()))
        for handler in route.route_handlers:
            if handler.opt.get("who") in (Who.MEMBER, Who.COORDINATOR):
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield str(method), real, made_up


async def state_of(pool: Pool) -> list[object]:
    """All that a foreign hand could change."""
    return [
        [dict(row) for row in await pool.fetch(f"SELECT * FROM {table} ORDER BY 1")]
        for table in ("registrations", "rosters", "sign_up_settings", "outbox", "access_links")
    ]


async def test_what_is_another_organisation_s_is_answered_as_if_it_were_not_there(
    app: Litestar, web: httpx.AsyncClient, place: Place, pool: Pool, environment: dict[str, str]
) -> None:
    foreigner = await headers_of(pool, environment, FOREIGN_ORGANISATION, Role.MEMBER)
    before = await state_of(pool)
    open_to_them = []
    for method, real, made_up in calls(app, place):
        answer = await web.request(method, real, headers=foreigner)
        unknown = await web.request(method, made_up, headers=foreigner)
        if answer.status_code != unknown.status_code or names_them(answer):
            open_to_them.append((method, real, answer.status_code))

    assert open_to_them == []
    assert await state_of(pool) == before


async def test_a_coordinator_sees_numbers_only_and_changes_nothing(
    app: Litestar, web: httpx.AsyncClient, place: Place, pool: Pool, environment: dict[str, str]
) -> None:
    coordinator = await headers_of(pool, environment, FOREIGN_ORGANISATION, Role.COORDINATOR)
    before = await state_of(pool)
    open_to_them = []
    for method, real, made_up in calls(app, place):
        answer = await web.request(method, real, headers=coordinator)
        unknown = await web.request(method, made_up, headers=coordinator)
        if names_them(answer) or (method != "GET" and answer.status_code != unknown.status_code):
            open_to_them.append((method, real, answer.status_code))

    assert open_to_them == []
    assert await state_of(pool) == before


def names_them(answer: httpx.Response) -> bool:
    return any(word in answer.text for word in PERSONAL)


async def test_a_visitor_reads_nothing_and_changes_nothing(
    app: Litestar, web: httpx.AsyncClient, place: Place, pool: Pool
) -> None:
    before = await state_of(pool)
    open_to_all = []
    for method, address, _ in calls(app, place):
        answer = await web.request(method, address)
        to_login = answer.status_code == 303 and answer.headers["location"].startswith("/login")
        if not to_login and answer.status_code not in {401, 403}:
            open_to_all.append((method, address, answer.status_code))

    assert open_to_all == []
    assert await state_of(pool) == before


async def test_the_organisation_itself_finds_all_of_it(
    app: Litestar, web: httpx.AsyncClient, place: Place, owner: dict[str, str]
) -> None:
    # The numbers at the door are told for as long as somebody listens.
    pages = [real for method, real, _ in calls(app, place) if method == "GET" and not real.endswith("/counts")]
    answers = {address: (await web.get(address, headers=owner)).status_code for address in pages}

    assert len(answers) > 1
    assert {address: status for address, status in answers.items() if status in {401, 403, 404}} == {}


@pytest.fixture
async def link(pool: Pool, place: Place) -> str:
    row = await pool.fetchrow("SELECT body FROM outbox WHERE subject LIKE 'registration.confirmed.%'")
    assert row is not None
    link: str = row["body"].decode().partition("/registrations/")[2].partition('"')[0]
    return link


async def test_a_link_with_one_letter_changed_opens_nothing(
    app: Litestar, web: httpx.AsyncClient, place: Place, link: str, pool: Pool
) -> None:
    assert (await web.get(f"/registrations/{link}")).status_code == 200
    before = await state_of(pool)
    wrong = ("A" if link[5] != "A" else "B").join([link[:5], link[6:]])
    opened = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or "{token}" not in route.path_format:
            continue
        for method in sorted({str(method) for handler in route.route_handlers for method in handler.http_methods}):
            answer = await web.request(method, route.path_format.replace("{token}", wrong))
            if method != "OPTIONS" and answer.status_code != 404:
                opened.append((method, route.path_format, answer.status_code))

    assert opened == []
    assert await state_of(pool) == before
