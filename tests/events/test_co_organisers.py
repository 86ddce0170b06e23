"""Organisations that take part in each other's events."""

import httpx
import pytest

from services.events.domain.event import Event
from services.events.settings import Settings
from services.events.tables import co_organisations, events
from shared.database import Pool
from tests.events.given import Partner, a_partner, a_published_event, session_of


@pytest.fixture
async def other(pool: Pool) -> Partner:
    async with pool.acquire() as db, db.transaction():
        return await a_partner(db, "awo-en")


@pytest.fixture
def asking(other: Partner, loaded: Settings) -> dict[str, str]:
    return session_of(other, loaded) | {"Accept-Language": "en"}


@pytest.fixture
async def festival(pool: Pool, partner: Partner) -> Event:
    async with pool.acquire() as db, db.transaction():
        return await a_published_event(db, partner, title="Bunte Vielfalt", wants_co_organisers=True)


async def test_an_organisation_asks_is_accepted_is_named_and_leaves(
    web: httpx.AsyncClient,
    member: dict[str, str],
    asking: dict[str, str],
    partner: Partner,
    other: Partner,
    festival: Event,
    pool: Pool,
) -> None:
    joining = f"/portal/events/{festival.id}/co-organisers"
    assert f'action="{joining}"' in (await web.get(joining, headers=asking)).text

    asked = await web.post(joining, data={"note": "Wir bringen Musik."}, headers=asking)
    assert asked.status_code == 303
    assert "You have asked" in (await web.get(joining, headers=asking)).text
    assert "Bunte Vielfalt" in (await web.get("/portal", headers=asking)).text
    own = (await web.get(f"/portal/events/{festival.id}", headers=member)).text
    assert "Awo En" in own
    assert "Wir bringen Musik." in own

    by_api = f"/api/events/{festival.id}/co-organisers"
    (wish,) = (await web.get(by_api, headers=partner.bearer)).json()
    assert (wish["organisation_id"], wish["status"]) == (str(other.id), "asked")
    assert (await web.get(by_api, headers=other.bearer)).status_code == 404

    await web.post(f"{joining}/{other.id}", data={"status": "accepted"}, headers=member)
    async with pool.acquire() as db:
        assert [each.id for each in (await events.get(db, festival.id)).co_organisers] == [other.id]
    assert "You take part" in (await web.get("/portal", headers=asking)).text

    left = await web.post(f"{joining}/withdrawal", headers=asking)
    assert left.headers["location"] == "/portal"
    async with pool.acquire() as db:
        assert (await events.get(db, festival.id)).co_organisers == []


async def test_a_refusal_stays_and_can_be_reconsidered(
    web: httpx.AsyncClient, member: dict[str, str], asking: dict[str, str], other: Partner, festival: Event, pool: Pool
) -> None:
    joining = f"/portal/events/{festival.id}/co-organisers"
    await web.post(joining, headers=asking)
    await web.post(f"{joining}/{other.id}", data={"status": "refused"}, headers=member)

    assert (await web.post(f"{joining}/withdrawal", headers=asking)).status_code == 404
    await web.post(joining, headers=asking)
    async with pool.acquire() as db:
        (each,) = await co_organisations.list_of(db, festival.id)
        told = await db.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'events.co_organisation_requested.%'")
    assert (each.status, told) == ("refused", 1)

    await web.post(f"{joining}/{other.id}", data={"status": "accepted"}, headers=member)
    assert "You take part" in (await web.get(joining, headers=asking)).text


async def test_only_its_organisation_decides_and_only_others_ask(
    web: httpx.AsyncClient, member: dict[str, str], asking: dict[str, str], other: Partner, festival: Event
) -> None:
    joining = f"/portal/events/{festival.id}/co-organisers"
    await web.post(joining, headers=asking)

    assert (await web.post(f"{joining}/{other.id}", data={"status": "accepted"}, headers=asking)).status_code == 404
    assert (await web.get(joining, headers=member)).status_code == 404
    assert (await web.post(joining, headers=member)).status_code == 404


async def test_who_has_no_part_in_an_event_cannot_leave_it_nor_touch_it(
    web: httpx.AsyncClient, asking: dict[str, str], other: Partner, festival: Event, pool: Pool
) -> None:
    left = await web.post(f"/portal/events/{festival.id}/co-organisers/withdrawal", headers=asking)
    by_api = await web.delete(f"/api/events/{festival.id}/co-organisers", headers=other.bearer)

    assert (left.status_code, by_api.status_code) == (404, 404)
    async with pool.acquire() as db:
        assert (await events.get(db, festival.id)).version == festival.version


async def test_a_note_that_is_too_long_is_kept_and_refused(
    web: httpx.AsyncClient, asking: dict[str, str], festival: Event
) -> None:
    joining = f"/portal/events/{festival.id}/co-organisers"

    answer = await web.post(joining, data={"note": "x" * 501}, headers=asking)

    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert 'id="problem-note"' in answer.text


async def test_an_event_that_wants_nobody_has_no_form_to_ask(
    web: httpx.AsyncClient, asking: dict[str, str], partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)
    joining = f"/portal/events/{event.id}/co-organisers"

    assert "<textarea" not in (await web.get(joining, headers=asking)).text
    assert (await web.post(joining, headers=asking)).status_code == 409
