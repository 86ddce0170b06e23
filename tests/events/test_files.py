"""Pictures and flyers as partners send them and people see them."""

from uuid import uuid4

import httpx
import pytest

from services.events.domain.event import Event
from services.events.settings import Settings
from services.events.tables import flyers, pictures
from shared.database import Pool
from shared.picture_files import PictureSize
from tests.events.given import BASE_URL, Partner, session_of, staged
from tests.events.sending import ENGLISH, SAID, a_flyer, a_picture, send
from tests.pictures import a_jpeg, a_locked_pdf, a_pdf, a_png_that_claims, saved


async def test_a_picture_sent_by_the_api_is_on_the_page_in_json_and_told_to_others(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, event: Event
) -> None:
    picture = await a_picture(web, event, partner)

    assert (picture["alt"], picture["credit"]) == (SAID["alt"], SAID["credit"])
    assert (picture["width"], picture["height"]) == (900, 600)
    assert (await web.get(f"/api/events/{event.id}")).json()["pictures"] == [picture]
    page = (await web.get(f"/events/{event.slug}", headers=ENGLISH)).text
    for address in ("url", "small_url", "original_url"):
        assert picture[address].removeprefix(BASE_URL) in page
    assert f'alt="{SAID["alt"]}"' in page
    async with pool.acquire() as db:
        before, state = (await staged(db))[-2:]
    assert [str(each.id) for each in state.pictures] == [picture["id"]]
    assert (state.version, state.sequence) == (before.version + 1, before.sequence)
    assert state.changed_at > before.changed_at


async def test_a_picture_can_be_kept_for_ever_and_its_original_is_a_download(
    web: httpx.AsyncClient, partner: Partner, event: Event
) -> None:
    picture = await a_picture(web, event, partner)

    large = await web.get(picture["url"])
    assert large.headers["content-type"] == "image/jpeg"
    assert large.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert large.headers["x-content-type-options"] == "nosniff"
    again = await web.get(picture["url"], headers={"If-None-Match": large.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    original = await web.get(picture["original_url"])
    assert original.headers["content-disposition"].startswith("attachment; ")
    assert (await web.head(picture["small_url"])).status_code == 200
    for name in ("large.jpg", "huge-123456789012.jpg", picture["url"].rpartition("/")[2] + "x"):
        assert (await web.get(f"/pictures/{picture['id']}/{name}")).status_code == 404
    assert (await web.get(f"/pictures/{uuid4()}/{picture['url'].rpartition('/')[2]}")).status_code == 404


async def test_a_flyer_can_be_opened_and_keeps_its_address_under_another_title(
    web: httpx.AsyncClient, partner: Partner, event: Event
) -> None:
    flyer = await a_flyer(web, event, partner)
    page = (await web.get(f"/events/{event.slug}", headers=ENGLISH)).text
    assert flyer["url"].removeprefix(BASE_URL) in page
    assert (await web.get(f"/api/events/{event.id}")).json()["flyers"] == [flyer]

    opened = await web.get(flyer["url"])
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"].startswith('inline; filename="einladung-ukrainska-')
    assert "script-src" not in opened.headers["content-security-policy"]
    assert len(opened.content) == flyer["size_bytes"]

    await web.patch(
        f"/api/events/{event.id}/flyers/{flyer['id']}", json={"title": "Invitation"}, headers=partner.bearer
    )
    renamed = (await web.get(f"/api/events/{event.id}")).json()["flyers"][0]
    assert renamed["url"] != flyer["url"]
    assert (await web.get(flyer["url"])).content == (await web.get(renamed["url"])).content


@pytest.mark.parametrize(
    ("said", "content", "fields"),
    [
        ({"credit": "Olena"}, a_jpeg(), ["alt", "released"]),
        (SAID | {"alt": "x" * 301}, a_jpeg(), ["alt"]),
        (SAID | {"alt": "<b>x</b>"}, a_jpeg(), ["alt"]),
        (SAID | {"released": "off"}, a_jpeg(), ["released"]),
        (SAID, b"", ["file"]),
        (SAID, b"no picture", ["file"]),
        (SAID, a_png_that_claims(50_000, 50_000), ["file"]),
        (SAID, saved(a_pdf()), ["file"]),
    ],
)
async def test_what_is_wrong_with_a_picture_is_said_by_field(
    web: httpx.AsyncClient, partner: Partner, event: Event, said: dict[str, str], content: bytes, fields: list[str]
) -> None:
    answer = await send(web, f"/api/events/{event.id}/pictures", partner.bearer, content, **said)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == fields


async def test_a_form_without_a_file_and_a_locked_flyer_get_a_sentence(
    web: httpx.AsyncClient, partner: Partner, event: Event
) -> None:
    nothing = await web.post(f"/api/events/{event.id}/pictures", data=SAID, headers=partner.bearer | ENGLISH)
    locked = await send(web, f"/api/events/{event.id}/flyers", partner.bearer, a_locked_pdf(), title="Flyer")

    assert nothing.json()["errors"] == [{"field": "file", "detail": "Please choose a file."}]
    assert "password" in locked.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="alt"\r\n\r\n\xff\r\n--x--\r\n']
)
async def test_a_broken_form_is_a_problem(
    web: httpx.AsyncClient, partner: Partner, event: Event, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    headers = partner.bearer | {"Content-Type": "multipart/form-data; boundary=x"}

    answer = await web.post(f"/api/events/{event.id}/pictures", content=body, headers=headers)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert not caplog.records


async def test_a_file_of_100_megabytes_is_refused_in_the_reader_s_language(
    web: httpx.AsyncClient, partner: Partner, event: Event, loaded: Settings
) -> None:
    content = bytes(100_000_000)

    problem = await send(web, f"/api/events/{event.id}/pictures", partner.bearer, content)
    page = await send(web, f"/portal/events/{event.id}/flyers", session_of(partner, loaded), content)

    assert (problem.status_code, problem.json()["type"]) == (413, "file-too-large")
    assert "25 MB" in problem.json()["detail"]
    assert page.status_code == 413
    assert "A picture may have at most 25 MB, a flyer 20 MB." in page.text


async def test_there_is_room_for_six_pictures_and_the_same_one_twice_is_one(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, event: Event
) -> None:
    sent = [await a_picture(web, event, partner, width=width) for width in range(20, 26)]

    assert (await a_picture(web, event, partner, width=20)) == sent[0]
    refused = await send(web, f"/api/events/{event.id}/pictures", partner.bearer, a_jpeg(30))
    assert (refused.status_code, refused.json()["type"]) == (409, "too-many-files")
    assert await pool.fetchval("SELECT count(*) FROM picture_files") == 6 * 3


async def test_there_is_room_for_four_flyers_and_the_same_one_twice_is_one(
    web: httpx.AsyncClient, partner: Partner, event: Event
) -> None:
    sent = [await a_flyer(web, event, partner, pages=pages) for pages in range(1, 5)]

    assert (await a_flyer(web, event, partner, pages=1)) == sent[0]
    refused = await send(web, f"/api/events/{event.id}/flyers", partner.bearer, saved(a_pdf(5)), title="5")
    assert refused.status_code == 409


async def test_pictures_are_put_in_order_and_deleted(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, event: Event
) -> None:
    first, second, third = [await a_picture(web, event, partner, width=width) for width in (20, 21, 22)]

    async def order() -> list[str]:
        return [each["id"] for each in (await web.get(f"/api/events/{event.id}")).json()["pictures"]]

    address = f"/api/events/{event.id}/pictures/{third['id']}"
    changed = await web.patch(address, json={"position": 1, "alt": "Neu"}, headers=partner.bearer)
    assert (changed.json()["alt"], changed.json()["credit"]) == ("Neu", SAID["credit"])
    assert await order() == [third["id"], first["id"], second["id"]]

    assert (await web.delete(address, headers=partner.bearer)).status_code == 204
    assert await order() == [first["id"], second["id"]]
    assert (await web.get(third["url"])).status_code == 404
    async with pool.acquire() as db:
        assert [str(each.id) for each in (await staged(db))[-1].pictures] == [first["id"], second["id"]]
    last = f"/api/events/{event.id}/pictures/{second['id']}"
    assert (await web.patch(last, json={"credit": "Wer"}, headers=partner.bearer)).status_code == 200
    assert await order() == [first["id"], second["id"]]


async def test_the_portal_takes_changes_and_deletes_pictures_and_flyers(
    web: httpx.AsyncClient, partner: Partner, event: Event, loaded: Settings
) -> None:
    session = session_of(partner, loaded) | ENGLISH
    for kind, content, said in (("pictures", a_jpeg(), SAID), ("flyers", saved(a_pdf()), {"title": "Flyer"})):
        address = f"/portal/events/{event.id}/{kind}"
        missing = await send(web, address, session, content, credit="x")
        assert (missing.status_code, "Please fill this in." in missing.text) == (422, True)
        sent = await send(web, address, session, content, **said)
        assert (sent.status_code, sent.headers["location"]) == (303, address)
        [one] = (await web.get(f"/api/events/{event.id}")).json()[kind]
        edit = f"/portal/{kind}/{one['id']}"
        assert f'href="{edit}"' in (await web.get(address, headers=session)).text
        assert (await web.get(edit, headers=session)).status_code == 200
        assert (await web.post(edit, data={"alt": ""}, headers=session)).status_code == 422
        changed = await web.post(edit, data={"alt": "Anders", "title": "Anders"}, headers=session)
        assert (changed.status_code, changed.headers["location"]) == (303, address)
        assert "Anders" in (await web.get(f"/events/{event.slug}")).text
        assert (await web.post(f"{edit}/deletion", headers=session)).status_code == 303
        assert (await web.get(f"/api/events/{event.id}")).json()[kind] == []


async def test_a_copied_entry_takes_its_files_along(
    web: httpx.AsyncClient, pool: Pool, partner: Partner, event: Event, draft: Event
) -> None:
    picture, flyer = await a_picture(web, event, partner), await a_flyer(web, event, partner)

    async with pool.acquire() as db, db.transaction():
        await pictures.copy(db, from_event_id=event.id, to_event_id=draft.id)
        await flyers.copy(db, from_event_id=event.id, to_event_id=draft.id)
        [copied] = (await pictures.list_of_events(db, [draft.id]))[draft.id]
        [copied_flyer] = (await flyers.list_of_events(db, [draft.id]))[draft.id]

        assert str(copied.id) != picture["id"]
        assert (copied.alt, copied.credit) == (picture["alt"], picture["credit"])
        original = await web.get(picture["original_url"])
        assert await pictures.get_bytes(db, copied.id, PictureSize.ORIGINAL) == original.content
        assert await flyers.get_bytes(db, copied_flyer.id) == (await web.get(flyer["url"])).content
