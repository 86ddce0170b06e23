"""The directory of the partners: what it says, who may say it, and who hears of a new name."""

from typing import Any

import httpx
import pytest

from services.events.commands.change_organisation import change_organisation
from services.events.domain.organisation import OrganisationFields
from shared.database import Connection, Pool
from shared.messages.events import MemberState, OrganisationState
from tests.events.given import BASE_URL, a_partner, a_published_event, staged
from tests.events.network import Callers, said

ENTRY = {
    "name": "Caritas Witten",
    "description": "Wir beraten Menschen in allen Lagen.",
    "purpose": "Beratung und Begleitung",
    "languages": ["de", "uk"],
    "address": "Marktstraße 1, Witten",
    "opening_hours": "Di 10–12\nDo 14–17",
    "contact_name": "Empfang",
    "email": "hallo@caritas-witten.example",
    "phone": "+49 (0) 2302 581-0",
    "website": "https://caritas-witten.example/hilfe",
}


async def test_a_partner_says_what_the_directory_says_by_the_api(web: httpx.AsyncClient, callers: Callers) -> None:
    changed = await web.patch("/api/organisations/caritas-witten", json=ENTRY, headers=callers.partner.bearer)

    assert changed.status_code == 200
    shown = (await web.get("/api/organisations/caritas-witten")).json()
    assert {name: shown[name] for name in ENTRY} == ENTRY
    assert shown["slug"] in {each["slug"] for each in (await web.get("/api/organisations")).json()["items"]}


async def test_a_partner_says_it_by_the_page_and_everybody_reads_it(web: httpx.AsyncClient, callers: Callers) -> None:
    browser = callers.browser(callers.partner)
    saved = await web.post("/portal/organisation", data=ENTRY | {"organisation": "caritas-witten"}, headers=browser)

    assert saved.headers["location"] == "/portal/organisation?organisation=caritas-witten"
    public = (await web.get("/organisations/caritas-witten", headers={"Accept-Language": "en"})).text
    assert all(text in public for text in ("Wir beraten", "Marktstraße 1", "Do 14–17", "Ukrainian"))
    assert 'href="tel:+49(0)2302581-0"' in public
    form = (await web.get("/portal/organisation/edit", headers=browser)).text
    assert 'value="https://caritas-witten.example/hilfe"' in form


async def test_a_patch_leaves_what_it_does_not_name(web: httpx.AsyncClient, callers: Callers) -> None:
    address = "/api/organisations/caritas-witten"
    await web.patch(address, json=ENTRY, headers=callers.partner.bearer)

    changed = (await web.patch(address, json={"phone": None}, headers=callers.partner.bearer)).json()

    assert (changed["phone"], changed["email"]) == (None, ENTRY["email"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://"}, "website"),
        ({"website": "https://[broken"}, "website"),
        ({"phone": "call me"}, "phone"),
        ({"email": "hallo at caritas"}, "email"),
        ({"languages": ["tlh"]}, "languages"),
        ({"language": "xx"}, "language"),
        ({"name": ""}, "name"),
        ({"name": "Caritas\u202eWitten"}, "name"),
        ({"description": "<b>wir</b>"}, "description"),
        ({"slug": "other"}, "slug"),
    ],
)
async def test_bad_input_gets_a_problem_that_names_the_field(
    web: httpx.AsyncClient, callers: Callers, changes: dict[str, Any], field: str
) -> None:
    answer = await web.patch("/api/organisations/caritas-witten", json=changes, headers=callers.partner.bearer)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_only_a_partner_itself_and_coordinators_change_an_entry(web: httpx.AsyncClient, callers: Callers) -> None:
    address, change = "/api/organisations/caritas-witten", {"address": "Rathaus"}

    by_stranger = await web.patch(address, json=change, headers=callers.stranger.bearer)
    by_visitor = await web.patch(address, json=change)
    page = await web.get("/portal/organisation?organisation=caritas-witten", headers=callers.browser(callers.stranger))
    by_coordinator = await web.patch(address, json=change, headers=callers.coordinator.bearer)

    assert [by_stranger.status_code, by_visitor.status_code, page.status_code] == [404, 401, 404]
    assert by_coordinator.json()["address"] == "Rathaus"


async def test_a_new_name_reaches_the_others_with_every_entry_that_carries_it(db: Connection) -> None:
    partner = await a_partner(db)
    await a_published_event(db, partner)
    before = (await said(db, OrganisationState))[-1]

    await change_organisation(db, partner.id, OrganisationFields(name="Caritas"), base_url=BASE_URL)

    after = (await said(db, OrganisationState))[-1]
    assert (after.name, after.slug, after.version > before.version) == ("Caritas", partner.slug, True)
    assert after.tokens == before.tokens
    told = (await staged(db))[-1]
    assert told.organisation_name == "Caritas"


async def test_a_new_address_is_not_announced(db: Connection) -> None:
    partner = await a_partner(db)
    told = len(await said(db, OrganisationState))

    fields = OrganisationFields(name="Caritas Witten", address="Rathaus")
    await change_organisation(db, partner.id, fields, base_url=BASE_URL)

    assert len(await said(db, OrganisationState)) == told


async def test_an_organisation_that_leaves_is_out_and_its_entries_stay(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, callers.partner)

    left = await web.delete("/api/organisations/caritas-witten", headers=callers.coordinator.bearer)

    assert left.status_code == 204
    listed = (await web.get("/organisations")).text
    assert ("Awo En" in listed, "Caritas Witten" in listed) == (True, False)
    assert (await web.get("/api/organisations/caritas-witten")).status_code == 404
    assert (await web.get(f"/events/{event.slug}")).status_code == 200
    assert (await web.get("/portal", headers=callers.browser(callers.partner))).headers["location"] == "/login"
    assert (await web.post("/api/events", json={}, headers=callers.partner.bearer)).status_code == 401
    async with pool.acquire() as db:
        assert (await said(db, OrganisationState))[-1].tokens == []
        assert (await said(db, MemberState))[-1].removed_at is not None


async def test_the_organisation_of_the_last_coordinator_cannot_leave(web: httpx.AsyncClient, callers: Callers) -> None:
    answer = await web.delete("/api/organisations/stabsstelle", headers=callers.coordinator.bearer)

    assert (answer.status_code, answer.json()["type"]) == (409, "last-coordinator")
