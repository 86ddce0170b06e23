"""Coordinators see numbers of the whole network, and people only where their organisation lets them."""

import httpx
import pytest

from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import NOON, ORGANISATION, an_open_event, signed_up, statuses
from tests.registration.sessions import Callers


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """With ada on it."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=10)
        await signed_up(db, event, "ada@a.example", 2, name="Ada")
        return event


async def grant(pool: Pool, event: EventState) -> None:
    async with pool.acquire() as db, db.transaction():
        settings = SignUpSettings(version=1, coordinators_see_people=True)
        await sign_up_settings.keep(db, event.id, settings, organisation_id=ORGANISATION, now=NOON)


async def looks_seen(web: httpx.AsyncClient, event: EventState, callers: Callers) -> list[tuple[str, str]]:
    """Which looks the organisation is told of, the latest first."""
    found = await web.get(f"/api/registrations/looks?event_id={event.id}", headers=callers.own)
    return [(look["kind"], look["member_name"]) for look in found.json()["items"]]


async def test_coordinators_see_the_numbers_of_all_organisations(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    ours = (await web.get("/portal/rosters", headers=callers.coordinator)).text
    network = (await web.get("/portal/rosters?organisation=all", headers=callers.coordinator)).text
    theirs = (await web.get("/portal/rosters?organisation=organisation-1", headers=callers.coordinator)).text
    unknown = await web.get("/portal/rosters?organisation=unknown", headers=callers.coordinator)

    assert "Sprachcafé" not in ours
    assert "2 of 10" in network
    assert "2 of 10" in theirs
    assert unknown.status_code == 404


async def test_programs_of_coordinators_get_the_numbers_of_all_organisations(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    found = await web.get("/api/registrations/rosters?organisation=all", headers=callers.coordinator)
    by_event = await web.get(f"/api/registrations/rosters?event_id={event.id}", headers=callers.coordinator)

    [roster] = found.json()["items"]
    assert (roster["event_id"], roster["seats_taken"], roster["seats_left"]) == (str(event.id), 2, 8)
    assert by_event.json()["items"] == [roster]


async def test_without_a_grant_coordinators_see_no_people(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    ada = await pool.fetchval("SELECT id FROM registrations")

    shown = await web.get(f"/portal/rosters/{event.id}?q=ada", headers=callers.coordinator)

    assert shown.status_code == 200
    assert "2 of 10" in shown.text
    assert "has not allowed coordinators to see who comes" in shown.text
    assert "ada@a.example" not in shown.text
    for address in (
        f"/portal/rosters/registrations/{ada}",
        f"/api/registrations?event_id={event.id}",
        f"/api/registrations/{ada}",
    ):
        assert (await web.get(address, headers=callers.coordinator)).status_code == 404
    assert await looks_seen(web, event, callers) == []


async def test_with_a_grant_coordinators_see_people_and_each_look_is_written_down(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await grant(pool, event)
    ada = await pool.fetchval("SELECT id FROM registrations")

    for address in (
        f"/portal/rosters/{event.id}",
        f"/portal/rosters/registrations/{ada}",
        f"/api/registrations?event_id={event.id}",
        f"/api/registrations/{ada}",
    ):
        assert "ada@a.example" in (await web.get(address, headers=callers.coordinator)).text

    somebody = "Somebody of Stabsstelle"
    assert await looks_seen(web, event, callers) == [
        ("api", ""),
        ("api", ""),
        ("registration", somebody),
        ("list", somebody),
    ]
    page = (await web.get(f"/portal/rosters/{event.id}", headers=callers.own)).text
    assert "Coordinators who looked at your list: 4" in page
    assert somebody in page


async def test_an_organisation_s_own_looks_are_not_written_down(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    await web.get(f"/portal/rosters/{event.id}", headers=callers.own)
    await web.get(f"/api/registrations?event_id={event.id}", headers=callers.own)

    assert await looks_seen(web, event, callers) == []


async def test_only_the_organisation_itself_sees_who_looked(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await grant(pool, event)

    for headers in (callers.foreign, callers.coordinator):
        found = await web.get(f"/api/registrations/looks?event_id={event.id}", headers=headers)
        assert found.status_code == 404
    assert (
        "Coordinators who looked"
        not in (await web.get(f"/portal/rosters/{event.id}", headers=callers.coordinator)).text
    )


async def test_a_grant_is_for_coordinators_only_and_lets_them_change_nothing(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await grant(pool, event)
    ada = await pool.fetchval("SELECT id FROM registrations")

    assert (await web.get(f"/portal/rosters/{event.id}", headers=callers.foreign)).status_code == 404
    assert (await web.get(f"/api/registrations?event_id={event.id}", headers=callers.foreign)).status_code == 404
    cancelled = await web.post(f"/portal/rosters/registrations/{ada}/cancellation", headers=callers.coordinator)
    assert cancelled.status_code == 404
    shown = await web.get(f"/portal/rosters/registrations/{ada}", headers=callers.coordinator)
    assert "Cancel the registration" not in shown.text
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "confirmed"}
