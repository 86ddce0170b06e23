"""Photos and logos of contributions: released, redrawn, few, and public only with their edition."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image

from services.notify.commands.send_edition import send_edition
from services.notify.domain.contribution import ContributionState, StoredPicture
from services.notify.tables import contribution_pictures, contributions, editions
from shared.database import Pool
from tests.notify.editions import a_contribution, an_edition
from tests.notify.portal import Headers, log_in
from tests.pictures import BLUE, PLACE, a_jpeg, a_pdf, a_png_that_claims, encoded, from_a_phone, saved, two_halves

SAID = {"alt": "Frauen nähen", "credit": "Olena K.", "released": "on"}


@pytest.fixture
async def partner(pool: Pool, environment: dict[str, str]) -> Headers:
    return await log_in(pool, environment)


@pytest.fixture
async def contribution_id(pool: Pool) -> UUID:
    """Of an edition whose call is open."""
    async with pool.acquire() as db, db.transaction():
        edition = await an_edition(db, call_closes_on=datetime.now(UTC).date() + timedelta(days=9))
        await editions.mark_called(db, edition.id, now=datetime.now(UTC))
        return await a_contribution(db, edition.id)


async def send(
    web: httpx.AsyncClient, contribution_id: UUID, by: Headers, content: bytes, **said: str
) -> httpx.Response:
    return await web.post(
        f"/portal/newsletter/contributions/{contribution_id}/pictures",
        files={"file": ("IMG_1.jpg", content, "image/jpeg")},
        data=SAID | said,
        headers=by,
    )


async def pictures_of(pool: Pool, contribution_id: UUID) -> list[StoredPicture]:
    async with pool.acquire() as db:
        return await contribution_pictures.list_of(db, contribution_id)


async def test_a_photo_is_kept_in_full_without_where_it_was_taken_and_with_who_released_it(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, contribution_id: UUID
) -> None:
    assert (await send(web, contribution_id, partner, from_a_phone())).status_code == 303

    [picture] = await pictures_of(pool, contribution_id)
    original = await web.get(picture.path("original"), headers=partner)
    assert (picture.original.width, picture.original.height, picture.small.width) == (600, 900, 480)
    assert picture.released_by == "Ada Lovelace, AWO Witten"
    assert PLACE not in original.content
    assert original.headers["content-disposition"].startswith("attachment")
    with Image.open(io.BytesIO(original.content)) as image:
        assert image.getpixel((300, 890)) == pytest.approx(BLUE, abs=6)
    shown = (await web.get(f"/portal/newsletter/contributions/{contribution_id}/pictures", headers=partner)).text
    assert picture.path("small") in shown


@pytest.mark.parametrize(
    ("content", "said", "field"),
    [
        (b"", {}, "file"),
        (b"GIF89a<script>alert(1)</script>", {}, "file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", {}, "file"),
        (saved(a_pdf()), {}, "file"),
        (a_png_that_claims(50_000, 50_000), {}, "file"),
        (a_jpeg()[:400], {}, "file"),
        (a_jpeg(), {"released": ""}, "released"),
        (a_jpeg(), {"alt": ""}, "alt"),
    ],
)
async def test_what_is_no_picture_or_not_released_is_refused_beside_its_field(
    web: httpx.AsyncClient,
    pool: Pool,
    partner: Headers,
    contribution_id: UUID,
    content: bytes,
    said: dict[str, str],
    field: str,
) -> None:
    answer = await send(web, contribution_id, partner, content, **said)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert await pictures_of(pool, contribution_id) == []


async def test_a_picture_with_a_script_behind_it_is_only_a_picture_then(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, contribution_id: UUID
) -> None:
    await send(web, contribution_id, partner, a_jpeg() + b"<script>alert(1)</script>")

    [picture] = await pictures_of(pool, contribution_id)
    for size in picture.files:
        answer = await web.get(picture.path(size), headers=partner)
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert b"script" not in answer.content


async def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, contribution_id: UUID
) -> None:
    answer = await send(web, contribution_id, partner, a_jpeg() + bytes(26_000_000))

    assert answer.status_code == 413
    assert "at most 25 MB" in answer.text
    assert await pictures_of(pool, contribution_id) == []


async def test_three_photos_and_one_logo_have_room_and_the_same_one_twice_is_one(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, contribution_id: UUID
) -> None:
    logo = encoded(two_halves(300, 100, "RGBA"), "PNG")
    sent = [a_jpeg(300), a_jpeg(300), a_jpeg(310), a_jpeg(320), a_jpeg(330)]
    states = [(await send(web, contribution_id, partner, content)).status_code for content in sent]
    logos = [(await send(web, contribution_id, partner, each, is_logo="on")).status_code for each in (logo, sent[0])]

    assert (states, logos) == ([303] * 4 + [409], [303, 409])
    own = await pictures_of(pool, contribution_id)
    assert [(each.is_logo, each.original.media_type, each.original.width) for each in own] == [
        (True, "image/png", 300),
        (False, "image/jpeg", 300),
        (False, "image/jpeg", 310),
        (False, "image/jpeg", 320),
    ]


async def test_photos_change_their_order_and_words_and_go(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, contribution_id: UUID
) -> None:
    for width in (300, 310):
        await send(web, contribution_id, partner, a_jpeg(width))
    first, second = await pictures_of(pool, contribution_id)
    here = f"/portal/newsletter/pictures/{second.id}"

    assert "Released on" in (await web.get(here, headers=partner)).text
    wrong = await web.post(here, data={"alt": "", "position": "1"}, headers=partner)
    moved = await web.post(here, data={"alt": "Zuerst", "position": "1"}, headers=partner)
    assert [wrong.status_code, moved.status_code] == [422, 303]
    assert [each.alt for each in await pictures_of(pool, contribution_id)] == ["Zuerst", "Frauen nähen"]

    await web.post(f"/portal/newsletter/pictures/{first.id}/deletion", headers=partner)
    assert [each.id for each in await pictures_of(pool, contribution_id)] == [second.id]
    assert (await web.get(first.path("small"), headers=partner)).status_code == 404


async def test_pictures_are_for_all_once_their_edition_is_being_sent_and_until_they_are_taken_away(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, environment: dict[str, str], contribution_id: UUID
) -> None:
    await send(web, contribution_id, partner, a_jpeg())
    [picture] = await pictures_of(pool, contribution_id)
    address = picture.path("small")
    stranger = await log_in(pool, environment, organisation_id=uuid4())

    early = [(await web.get(address, headers=by)).status_code for by in ({}, stranger, partner)]
    assert early == [404, 404, 200]
    assert (await web.get(address, headers=partner)).headers["cache-control"] == "private, no-store"
    assert (await web.get(f"/portal/newsletter/pictures/{picture.id}", headers=stranger)).status_code == 404

    async with pool.acquire() as db, db.transaction():
        contribution = await contributions.get(db, contribution_id)
        await send_edition(db, contribution.edition_id, now=datetime.now(UTC))
    public = await web.get(address)
    again = await web.get(address, headers={"If-None-Match": public.headers["etag"]})
    assert (public.status_code, again.status_code) == (200, 304)
    assert "immutable" in public.headers["cache-control"]
    assert (await web.get(address.replace("small", "large"))).status_code == 404

    async with pool.acquire() as db:
        await contributions.mark_state(db, contribution_id, ContributionState.LEFT_OUT)
    assert (await web.get(address)).status_code == 404

    late = await web.post(f"/portal/newsletter/pictures/{picture.id}/deletion", headers=partner)
    assert late.status_code == 303
    assert await pictures_of(pool, contribution_id) == []
