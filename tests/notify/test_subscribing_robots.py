"""Programs subscribe people too: those that say so by the API, and those that do not are kept off."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from msgspec import structs

from services.notify.app import create_app
from services.notify.domain.mail import MailKind
from services.notify.settings import Settings
from shared.database import Pool
from tests.answering import answering
from tests.notify.subscribing import ADA, asked_by_form, found, kinds


async def test_programs_subscribe_people_by_the_api_once_for_each_key(web: httpx.AsyncClient, pool: Pool) -> None:
    body = {"email": ADA, "language": "de", "wants_weekly": True, "topics": ["sport"], "consent": True}

    answers = [await web.post("/api/subscriptions", json=body, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    wrong = await web.post("/api/subscriptions", json=body | {"consent": False, "name": "Ada"})

    assert [(each.status_code, each.json()) for each in answers] == [(202, {"status": "asked"})] * 2
    assert await kinds(pool) == [MailKind.SUBSCRIPTION_PENDING]
    assert (await found(pool)).wants_editions is False
    assert {error["field"] for error in wrong.json()["errors"]} == {"consent", "name"}
    described = (await web.get("/api/mails/openapi.json")).json()["paths"]
    assert "organisation_ids" in str(described["/api/subscriptions"]["post"]["requestBody"])


@pytest.fixture
async def guarded(settings: Settings, pool: Pool) -> AsyncIterator[httpx.AsyncClient]:
    """The service with limits that whoever tests it reaches at once."""
    strict = structs.replace(settings, form_seconds=3600, subscriptions_per_minute=2)
    async with answering(create_app(strict), settings.base_url) as caller:
        yield caller


async def test_robots_are_kept_off(guarded: httpx.AsyncClient, pool: Pool) -> None:
    nonce = re.search(r'name="nonce" value="([^"]+)"', (await guarded.get("/newsletter")).text)
    assert nonce is not None
    body = {"language": "de", "wants_weekly": True, "consent": True}

    too_quick = await asked_by_form(guarded, nonce=nonce[1])
    programs = [
        await guarded.post("/api/subscriptions", json=body | {"email": f"{number}@people.example"})
        for number in range(3)
    ]

    assert too_quick.status_code == 422
    assert f'value="{ADA}"' in too_quick.text
    assert [answer.status_code for answer in programs] == [202, 202, 429]
    assert "/api/subscriptions/challenge" in programs[-1].json()["detail"]
    assert (await guarded.get("/api/subscriptions/challenge")).json()["algorithm"] == "SHA-256"
    assert "data-challenge" in (await guarded.get("/newsletter")).text
    assert await pool.fetchval("SELECT count(*) FROM subscribers") == 2
