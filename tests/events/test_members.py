"""The people of an organisation: who may remove whom, and who must stay."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.events.commands.forget_people import KEPT, forget_people
from services.events.commands.remove_member import remove_member
from services.events.domain.membership import LastCoordinator, LastMember
from services.events.tables import members
from shared.database import Connection, Pool
from shared.messages.events import MemberState, Role
from shared.problems import NotFound
from tests.events.given import a_colleague, a_partner
from tests.events.network import Callers, said


async def test_a_member_removes_another_and_all_services_hear_of_it(db: Connection) -> None:
    partner = await a_partner(db)
    colleague = await a_colleague(db, partner)

    await remove_member(db, colleague)

    assert await members.find_principal(db, colleague) is None
    told = (await said(db, MemberState))[-1]
    assert (told.id, told.removed_at is not None) == (colleague, True)
    with pytest.raises(NotFound):
        await remove_member(db, colleague)


async def test_the_last_member_stays(db: Connection) -> None:
    partner = await a_partner(db)

    with pytest.raises(LastMember):
        await remove_member(db, partner.member_id)

    assert await members.find_principal(db, partner.member_id)


async def test_the_last_coordinator_stays(db: Connection) -> None:
    coordinator = await a_partner(db, "stabsstelle", Role.COORDINATOR)
    await a_colleague(db, coordinator)

    with pytest.raises(LastCoordinator):
        await remove_member(db, coordinator.member_id)


async def test_two_who_remove_each_other_at_the_same_moment_leave_one(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        colleague = await a_colleague(db, partner)

    outcomes = await asyncio.gather(
        *(removed(pool, member_id) for member_id in (partner.member_id, colleague)), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes if outcome] == [LastMember]
    assert await pool.fetchval("SELECT count(*) FROM members WHERE removed_at IS NULL") == 1


async def test_two_coordinators_of_two_organisations_cannot_both_go_at_the_same_moment(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        both = [await a_partner(db, slug, Role.COORDINATOR) for slug in ("stabsstelle", "ki-ennepe-ruhr")]
        for partner in both:
            await a_colleague(db, partner)

    outcomes = await asyncio.gather(*(removed(pool, each.member_id) for each in both), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if outcome] == [LastCoordinator]
    left = "SELECT count(*) FROM members WHERE role = 'coordinator' AND removed_at IS NULL"
    assert await pool.fetchval(left) == 1


async def removed(pool: Pool, member_id: UUID) -> None:
    async with pool.acquire() as db, db.transaction():
        await remove_member(db, member_id)
        # As long as a slow request takes, so that the other one has begun.
        await asyncio.sleep(0.1)


async def test_a_member_of_another_organisation_sees_and_removes_nobody(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        colleague = await a_colleague(db, callers.partner)
    stranger, own = callers.stranger, "/api/organisations/caritas-witten/members"

    refused = [
        await web.get(own, headers=stranger.bearer),
        await web.delete(f"{own}/{colleague}", headers=stranger.bearer),
        await web.delete(f"/api/organisations/awo-en/members/{colleague}", headers=stranger.bearer),
        await web.get("/portal/members?organisation=caritas-witten", headers=callers.browser(stranger)),
        await web.post(f"/portal/members/{colleague}/removal", headers=callers.browser(stranger)),
    ]

    assert [answer.status_code for answer in refused] == [404] * len(refused)
    assert (await web.delete(f"{own}/{colleague}", headers=callers.coordinator.bearer)).status_code == 204


async def test_the_last_member_s_page_says_what_to_do(web: httpx.AsyncClient, callers: Callers) -> None:
    answer = await web.post(
        f"/portal/members/{callers.partner.member_id}/removal", headers=callers.browser(callers.partner)
    )

    assert answer.status_code == 409
    assert "Please invite another person first." in answer.text


async def test_a_removed_member_is_out_at_once(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_colleague(db, callers.partner)
    browser = callers.browser(callers.partner)

    gone = await web.post(f"/portal/members/{callers.partner.member_id}/removal", headers=browser)

    assert gone.headers["location"] == "/"
    assert (await web.get("/portal", headers=browser)).headers["location"] == "/login"


async def test_members_say_how_they_are_called_and_in_which_language_they_read(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    browser = callers.browser(callers.partner)

    saved = await web.post("/portal/profile", data={"name": "Carla Neu", "language": "uk"}, headers=browser)
    wrong = await web.post("/portal/profile", data={"name": "", "language": "xx"}, headers=browser)

    assert (saved.status_code, wrong.status_code) == (303, 422)
    async with pool.acquire() as db:
        told = [state for state in await said(db, MemberState) if state.id == callers.partner.member_id]
    assert [(state.name, state.language, state.version) for state in told] == [
        ("Carla", "de", 1),
        ("Carla Neu", "uk", 2),
    ]


async def test_a_member_who_left_long_ago_is_forgotten_everywhere(db: Connection) -> None:
    partner = await a_partner(db)
    colleague = await a_colleague(db, partner)
    await remove_member(db, colleague)

    await forget_people(db)
    assert (await members.get(db, colleague)).name == "Bela"
    long_ago = datetime.now(UTC) - KEPT - timedelta(days=1)
    await db.execute("UPDATE members SET removed_at = $2 WHERE id = $1", colleague, long_ago)
    await forget_people(db)

    told = (await said(db, MemberState))[-1]
    assert (told.id, told.name, told.email) == (colleague, "", "")
    assert (await members.get(db, partner.member_id)).name == "Carla"


async def test_a_token_is_shown_once_works_and_is_revoked(web: httpx.AsyncClient, callers: Callers) -> None:
    own, bearer = "/api/organisations/caritas-witten/tokens", callers.partner.bearer
    token = (await web.post(own, json={"name": "Webseite"}, headers=bearer)).json()["token"]
    new = {"Authorization": f"Bearer {token}"}

    listed = await web.get(own, headers=new)
    [made] = [each for each in listed.json()["items"] if each["name"] == "Webseite"]
    assert token not in listed.text
    assert (await web.delete(f"{own}/{made['id']}", headers=callers.stranger.bearer)).status_code == 404
    assert (await web.delete(f"{own}/{made['id']}", headers=bearer)).status_code == 204
    assert (await web.get(own, headers=new)).status_code == 401


async def test_the_page_shows_a_new_token_this_once(web: httpx.AsyncClient, callers: Callers) -> None:
    browser = callers.browser(callers.partner)

    made = await web.post("/portal/tokens", data={"name": "Webseite"}, headers=browser)
    token = made.text.partition("<code>")[2].partition("</code>")[0]
    later = await web.get("/portal/tokens", headers=browser)

    assert made.headers["cache-control"] == "no-store"
    entry = {"address": "Rathaus"}
    used = await web.patch(
        "/api/organisations/caritas-witten", json=entry, headers={"Authorization": f"Bearer {token}"}
    )
    assert used.status_code == 200
    assert "Webseite" in later.text
    assert token not in later.text


async def test_a_coordinator_s_token_for_another_organisation_is_a_member_s(
    web: httpx.AsyncClient, callers: Callers
) -> None:
    own = "/api/organisations/caritas-witten/tokens"
    token = (await web.post(own, json={"name": "Hilfe"}, headers=callers.coordinator.bearer)).json()["token"]

    assert (await web.get("/api/audit", headers={"Authorization": f"Bearer {token}"})).status_code == 403
