"""Nobody is told yes before it is on the disk."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from services.registration.commands.register import Date
from services.registration.rush import Rush
from shared.database import Pool
from tests.registration.given import BASE_URL, an_ask, an_open_event

REFUSE = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$;
    CREATE CONSTRAINT TRIGGER refuse_at_commit AFTER INSERT ON registrations
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
"""


@pytest.fixture
async def failing_commits(pool: Pool) -> AsyncIterator[None]:
    """Everything goes well until the commit, which fails."""
    await pool.execute(REFUSE)
    yield
    await pool.execute("DROP FUNCTION refuse CASCADE")


@pytest.mark.usefixtures("failing_commits")
async def test_a_rush_whose_commit_fails_answers_nobody_yes(pool: Pool) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=10)

    with pytest.raises(asyncpg.RaiseError):
        await Rush(pool, base_url=BASE_URL).register(Date(event_id=event.id), an_ask("ada@witten.example"))

    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'registration.confirmed.%'") == 0


@pytest.mark.usefixtures("failing_commits")
async def test_a_request_whose_commit_fails_is_no_201(pool: Pool, web: httpx.AsyncClient) -> None:
    async with pool.acquire() as db:
        event = await an_open_event(db, capacity=10)
    person = {"name": "Ada", "email": "ada@witten.example", "party_size": 1, "language": "de", "consent": True}

    answer = await web.post("/api/registrations", json=person | {"event_id": str(event.id)})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
