"""Organisations ask to be let in; coordinators decide, once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from services.events.commands.apply import apply
from services.events.commands.forget_people import KEPT, forget_people
from services.events.commands.refuse_application import refuse_application
from services.events.commands.verify_application import verify_application
from services.events.domain.application import (
    MOST_PER_ADDRESS,
    MOST_WAITING,
    AlreadyDecided,
    ApplicationFields,
    TooManyApplications,
)
from services.events.tables import organisations
from shared.database import Connection, Pool
from shared.messages.events import OrganisationState
from shared.messages.events_facts import ApplicationRefused, MemberInvited, OrganisationApplied
from tests.events.given import BASE_URL, a_partner
from tests.events.network import Callers, said

VEREIN = ApplicationFields(
    organisation_name="Verein Brücke",
    description="Wir begleiten Familien.",
    name="Nina Neu",
    email="nina@bruecke.example",
    language="uk",
)
TYPED = {
    "organisation_name": "Verein Brücke",
    "description": "Wir begleiten Familien.",
    "name": "Nina Neu",
    "email": "nina@bruecke.example",
    "language": "uk",
}


async def an_application(db: Connection, **changes: Any) -> Any:
    await apply(db, replace(VEREIN, **changes), base_url=BASE_URL)
    return await db.fetchval("SELECT id FROM applications WHERE decision IS NULL ORDER BY applied_at DESC LIMIT 1")


async def test_coordinators_hear_of_an_application(db: Connection) -> None:
    await an_application(db)

    [told] = await said(db, OrganisationApplied)
    assert (told.organisation_name, told.link) == ("Verein Brücke", f"{BASE_URL}/portal/applications")


async def test_one_that_is_let_in_has_a_page_and_its_contact_is_invited(db: Connection) -> None:
    organisation_id = await verify_application(db, await an_application(db), inviter_name="Katrin", base_url=BASE_URL)

    organisation = await organisations.get(db, organisation_id)
    assert (organisation.name, organisation.slug) == ("Verein Brücke", "verein-brucke")
    assert (await said(db, OrganisationState))[-1].id == organisation_id
    [asked] = await said(db, MemberInvited)
    assert (asked.email, asked.language, asked.organisation_id) == (VEREIN.email, "uk", organisation_id)


@pytest.mark.parametrize("name", ["Apply", "Caritas Witten", "☺"])
async def test_the_address_of_a_new_organisation_is_its_own(db: Connection, name: str) -> None:
    await a_partner(db)

    organisation_id = await verify_application(
        db, await an_application(db, organisation_name=name), inviter_name="Katrin", base_url=BASE_URL
    )

    assert (await organisations.get(db, organisation_id)).slug not in {"apply", "caritas-witten", ""}


async def test_one_that_is_refused_hears_why(db: Connection) -> None:
    await refuse_application(db, await an_application(db), note="Bitte über den Integrationsrat.")

    [told] = await said(db, ApplicationRefused)
    assert (told.email, told.language, told.note) == (VEREIN.email, "uk", "Bitte über den Integrationsrat.")
    assert await said(db, MemberInvited) == []


async def test_it_is_decided_once(db: Connection) -> None:
    application_id = await an_application(db)
    await refuse_application(db, application_id, note="")

    with pytest.raises(AlreadyDecided):
        await verify_application(db, application_id, inviter_name="Katrin", base_url=BASE_URL)
    with pytest.raises(AlreadyDecided):
        await refuse_application(db, application_id, note="")


async def test_two_coordinators_at_the_same_moment_let_it_in_once(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        application_id = await an_application(db)

    async def verify() -> None:
        async with pool.acquire() as db, db.transaction():
            await verify_application(db, application_id, inviter_name="Katrin", base_url=BASE_URL)

    outcomes = await asyncio.gather(verify(), verify(), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if outcome] == [AlreadyDecided]
    assert await pool.fetchval("SELECT count(*) FROM organisations") == 1


async def test_the_same_form_sent_twice_is_one_application(pool: Pool) -> None:
    async def send() -> None:
        async with pool.acquire() as db, db.transaction():
            await apply(db, VEREIN, base_url=BASE_URL)

    await asyncio.gather(send(), send(), send())

    assert await pool.fetchval("SELECT count(*) FROM applications") == 1
    async with pool.acquire() as db:
        assert len(await said(db, OrganisationApplied)) == 1


async def test_one_address_cannot_apply_again_and_again(db: Connection) -> None:
    for _ in range(MOST_PER_ADDRESS):
        await refuse_application(db, await an_application(db), note="")

    with pytest.raises(TooManyApplications):
        await apply(db, replace(VEREIN, email=VEREIN.email.upper()), base_url=BASE_URL)


async def test_a_flood_of_applications_ends(db: Connection) -> None:
    for number in range(MOST_WAITING):
        await apply(db, replace(VEREIN, email=f"n{number}@bruecke.example"), base_url=BASE_URL)

    with pytest.raises(TooManyApplications):
        await apply(db, VEREIN, base_url=BASE_URL)


async def test_from_the_public_form_to_the_coordinator_s_decision(web: httpx.AsyncClient, callers: Callers) -> None:
    english = {"Accept-Language": "en"}
    wrong = await web.post("/organisations/apply", data=TYPED | {"email": "nina"}, headers=english)
    sent = await web.post("/organisations/apply", data=TYPED, headers=english)
    assert (wrong.status_code, sent.headers["location"]) == (422, "/organisations/apply/received")
    assert 'value="Verein Brücke"' in wrong.text

    browser = callers.browser(callers.coordinator)
    assert "Wir begleiten Familien." in (await web.get("/portal/applications", headers=browser)).text
    [waiting] = (await web.get("/api/applications", headers=callers.coordinator.bearer)).json()["items"]
    let_in = await web.post(f"/portal/applications/{waiting['id']}/verification", headers=browser)

    assert let_in.status_code == 303
    assert (await web.get("/organisations/verein-brucke", headers=english)).status_code == 200
    again = await web.post(f"/api/applications/{waiting['id']}/refusal", json={}, headers=callers.coordinator.bearer)
    assert (again.status_code, again.json()["type"]) == (409, "already-decided")


async def test_a_coordinator_lets_an_organisation_in_without_an_application(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    typed = {"organisation_name": "Verein Brücke", "name": "Nina", "email": "nina@bruecke.example", "language": "de"}

    made = await web.post("/portal/organisations", data=typed, headers=callers.browser(callers.coordinator))
    refused = await web.post("/api/organisations", json=typed, headers=callers.partner.bearer)

    assert (made.status_code, refused.status_code) == (303, 403)
    listed = (await web.get("/portal/organisations", headers=callers.browser(callers.coordinator))).text
    assert "1 invited" in listed
    async with pool.acquire() as db:
        assert [asked.inviter_name for asked in await said(db, MemberInvited)] == ["Carla"]


async def test_members_see_no_applications(web: httpx.AsyncClient, callers: Callers) -> None:
    page = await web.get("/portal/applications", headers=callers.browser(callers.partner))
    api = await web.get("/api/applications", headers=callers.partner.bearer)

    assert [page.status_code, api.status_code] == [403, 403]


async def test_who_asked_us_is_forgotten_some_months_after_the_answer(db: Connection) -> None:
    await refuse_application(db, await an_application(db), note="")
    await an_application(db)
    await db.execute("UPDATE applications SET decided_at = $1 WHERE decision IS NOT NULL", long_ago())

    await forget_people(db)

    assert await db.fetchval("SELECT count(*) FROM applications") == 1


def long_ago() -> datetime:
    return datetime.now(UTC) - KEPT - timedelta(days=1)
