"""Whose pictures and flyers they are: who sees, changes and releases them."""

import httpx
import pytest

from services.events.domain.event import Event
from services.events.settings import Settings
from shared.database import Pool
from shared.messages.events import EventStatus
from tests.events.given import BASE_URL, Partner, a_partner, session_of, staged
from tests.events.sending import ENGLISH, SAID, a_flyer, a_picture, send
from tests.pictures import a_jpeg, a_pdf, saved


@pytest.fixture
async def stranger(pool: Pool) -> Partner:
    async with pool.acquire() as db, db.transaction():
        return await a_partner(db, "awo-en")


async def test_what_belongs_to_a_draft_is_shown_to_its_organisation_only_and_kept_nowhere(
    web: httpx.AsyncClient, partner: Partner, stranger: Partner, coordinator: Partner, draft: Event, loaded: Settings
) -> None:
    picture, flyer = await a_picture(web, draft, partner), await a_flyer(web, draft, partner)

    for address in (picture["url"], picture["original_url"], flyer["url"]):
        statuses = [
            (await web.get(address, headers=headers)).status_code
            for headers in ({}, session_of(stranger, loaded), session_of(partner, loaded))
        ]
        assert statuses == [404, 404, 200]
        assert (await web.get(address, headers=session_of(coordinator, loaded))).status_code == 200
        seen = await web.get(address, headers=session_of(partner, loaded))
        assert seen.headers["cache-control"] == "private, no-store"


async def test_a_draft_s_pictures_are_told_to_nobody_until_it_is_submitted(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, draft: Event
) -> None:
    picture = await a_picture(web, draft, partner)
    async with pool.acquire() as db:
        assert await staged(db) == []

    await web.post(f"/api/events/{draft.id}/submission", headers=partner.bearer)

    async with pool.acquire() as db:
        [state] = await staged(db)
    assert [str(each.id) for each in state.pictures] == [picture["id"]]
    assert state.status is EventStatus.SUBMITTED


async def test_nobody_else_adds_changes_or_deletes_a_partner_s_files(
    web: httpx.AsyncClient, partner: Partner, stranger: Partner, event: Event, loaded: Settings
) -> None:
    picture, flyer = await a_picture(web, event, partner), await a_flyer(web, event, partner)
    api, session = stranger.bearer, session_of(stranger, loaded)

    for answer in (
        await send(web, f"/api/events/{event.id}/pictures", api, a_jpeg()),
        await send(web, f"/api/events/{event.id}/flyers", api, saved(a_pdf()), title="Flyer"),
        await send(web, f"/portal/events/{event.id}/pictures", session, a_jpeg()),
        await send(web, f"/portal/events/{event.id}/flyers", session, saved(a_pdf()), title="Flyer"),
        await web.patch(f"/api/events/{event.id}/pictures/{picture['id']}", json={"alt": "x"}, headers=api),
        await web.delete(f"/api/events/{event.id}/pictures/{picture['id']}", headers=api),
        await web.delete(f"/api/events/{event.id}/flyers/{flyer['id']}", headers=api),
        await web.delete(f"/api/organisation/pictures/{picture['id']}", headers=api),
        await web.get(f"/portal/pictures/{picture['id']}", headers=session),
        await web.post(f"/portal/pictures/{picture['id']}", data=SAID, headers=session),
        await web.post(f"/portal/pictures/{picture['id']}/deletion", headers=session),
        await web.get(f"/portal/flyers/{flyer['id']}", headers=session),
        await web.post(f"/portal/flyers/{flyer['id']}/deletion", headers=session),
    ):
        assert answer.status_code == 404, answer.request.url
    left = (await web.get(f"/api/events/{event.id}")).json()
    assert (left["pictures"], left["flyers"]) == ([picture], [flyer])


async def test_an_address_with_another_event_in_it_leads_nowhere(
    web: httpx.AsyncClient, partner: Partner, event: Event, draft: Event
) -> None:
    picture, flyer = await a_picture(web, event, partner), await a_flyer(web, event, partner)

    for address in (f"pictures/{picture['id']}", f"flyers/{flyer['id']}"):
        assert (await web.delete(f"/api/events/{draft.id}/{address}", headers=partner.bearer)).status_code == 404


async def test_who_released_a_picture_is_kept(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, event: Event, loaded: Settings
) -> None:
    await send(web, f"/portal/events/{event.id}/pictures", session_of(partner, loaded), a_jpeg())
    await send(web, f"/api/events/{event.id}/pictures", partner.bearer, a_jpeg(20))

    rows = await pool.fetch("SELECT * FROM pictures ORDER BY position")
    assert [row["released_by_member_id"] for row in rows] == [partner.member_id, None]
    assert {row["released_by_organisation_id"] for row in rows} == {partner.id}
    edit = await web.get(f"/portal/pictures/{rows[0]['id']}", headers=session_of(partner, loaded) | ENGLISH)
    assert "by Carla, Caritas Witten." in edit.text


async def test_an_organisation_has_a_logo_and_three_photos(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, stranger: Partner, loaded: Settings
) -> None:
    session = session_of(partner, loaded) | ENGLISH
    address = "/portal/organisation/pictures"
    assert (await send(web, address, session, a_jpeg(), **SAID, is_logo="on")).status_code == 303
    assert (await send(web, address, session, a_jpeg(20), **SAID, is_logo="on")).status_code == 409
    for width in (20, 21, 22):
        sent = await send(web, "/api/organisation/pictures", partner.bearer, a_jpeg(width))
        assert sent.status_code == 201
    assert (await send(web, address, session, a_jpeg(23))).status_code == 409

    own = (await web.get("/api/organisation/pictures", headers=partner.bearer)).json()
    assert len(own["items"]) == 3
    assert own["logo"]["url"].endswith(".png")
    assert (await web.get(address, headers=session)).text.count("<img") == 1 + 4
    public = (await web.get(f"/organisations/{partner.slug}")).text
    for picture in [*own["items"], own["logo"]]:
        assert picture["small_url"].removeprefix(BASE_URL) in public
        assert (await web.get(picture["url"])).headers["cache-control"].startswith("public")
    assert (await web.get("/api/organisation/pictures", headers=stranger.bearer)).json() == {"items": [], "logo": None}
    logo = f"/api/organisation/pictures/{own['logo']['id']}"
    assert (await web.delete(logo, headers=stranger.bearer)).status_code == 404
    assert (await web.delete(logo, headers=partner.bearer)).status_code == 204


async def test_the_api_says_how_files_are_sent(web: httpx.AsyncClient) -> None:
    document = (await web.get("/api/events/openapi.json")).json()

    body = document["paths"]["/api/events/{event_id}/pictures"]["post"]["requestBody"]["content"]
    assert body["multipart/form-data"]["schema"]["properties"].keys() == {"file", "alt", "credit", "released"}
