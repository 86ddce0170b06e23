"""What partners give to an edition: until the call closes they may change it, and nobody else may see it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.notify.domain.contribution import MOST_CONTRIBUTIONS
from services.notify.tables import contributions, editions
from shared.database import Pool
from shared.messages.events import Role
from tests.notify.editions import a_contribution, an_edition
from tests.notify.portal import Headers, log_in

TODAY = datetime.now(UTC).date()
WORDS = {
    "language": "de",
    "title": "Nähcafé",
    "text": "Wir nähen.\r\n\r\nJeden Dienstag.",
    "aim": "Begegnung",
    "place": "Haus",
    "contact": "Frau Kaya",
    "link": "https://awo.example/cafe",
}


@pytest.fixture
async def partner(pool: Pool, environment: dict[str, str]) -> Headers:
    return await log_in(pool, environment)


@pytest.fixture
async def coordinator(pool: Pool, environment: dict[str, str]) -> Headers:
    return await log_in(pool, environment, role=Role.COORDINATOR, organisation_id=uuid4())


async def called(pool: Pool, **changes: Any) -> UUID:
    """An edition whose call is open."""
    async with pool.acquire() as db, db.transaction():
        edition = await an_edition(db, **{"call_closes_on": TODAY + timedelta(days=9), **changes})
        await editions.mark_called(db, edition.id, now=datetime.now(UTC))
        return edition.id


async def test_a_partner_writes_a_contribution_and_goes_on_to_the_photos(
    web: httpx.AsyncClient, pool: Pool, partner: Headers
) -> None:
    edition_id = await called(pool)
    new = f"/portal/newsletter/{edition_id}/contributions/new"

    assert new in (await web.get("/portal/newsletter", headers=partner)).text
    answer = await web.post(new, data=WORDS, headers=partner)

    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/pictures")
    shown = await web.get(answer.headers["location"].removesuffix("/pictures"), headers=partner)
    for text in ("Nähcafé", "<p>Jeden Dienstag.</p>", "Begegnung", "Frau Kaya", 'href="https://awo.example/cafe"'):
        assert text in shown.text
    assert "A photo is still missing" in shown.text
    assert "Nähcafé" in (await web.get("/portal/newsletter", headers=partner)).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": ""}, "text"),
        ({"text": "<script>"}, "text"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "http://[broken"}, "link"),
        ({"language": "xx"}, "language"),
        ({"title": "x" * 121}, "title"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field_and_nothing_typed_is_lost(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, wrong: dict[str, str], field: str
) -> None:
    edition_id = await called(pool)
    answer = await web.post(f"/portal/newsletter/{edition_id}/contributions/new", data=WORDS | wrong, headers=partner)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert "Frau Kaya" in answer.text
    assert "<script>" not in answer.text


async def test_a_contribution_changes_until_the_call_closes_and_an_editor_may_go_on(
    web: httpx.AsyncClient, pool: Pool, partner: Headers, coordinator: Headers
) -> None:
    edition_id = await called(pool)
    async with pool.acquire() as db:
        contribution_id = await a_contribution(db, edition_id)
    here = f"/portal/newsletter/contributions/{contribution_id}"

    changed = await web.post(f"{here}/edit", data=WORDS | {"title": "Neu", "version": "1"}, headers=partner)
    await pool.execute("UPDATE editions SET call_closes_on = $1", TODAY - timedelta(days=2))
    late = await web.post(f"{here}/edit", data=WORDS | {"title": "Zu spät", "version": "2"}, headers=partner)
    by_editor = await web.post(f"{here}/edit", data=WORDS | {"title": "Besser", "version": "2"}, headers=coordinator)

    assert [answer.status_code for answer in (changed, late, by_editor)] == [303, 409, 303]
    assert "takes no contributions at the moment" in late.text
    assert "Besser" in (await web.get(here, headers=partner)).text
    for path in ("/edit", "/pictures", "/texts/uk"):
        assert (await web.get(here + path, headers=partner)).status_code == 409
    new = f"/portal/newsletter/{edition_id}/contributions/new"
    assert (await web.get(new, headers=partner)).status_code == 409
    await pool.execute("UPDATE editions SET takes_late = true")
    assert (await web.get(new, headers=partner)).status_code == 200


async def test_of_two_who_change_at_once_the_second_is_told_and_may_save_again(
    web: httpx.AsyncClient, pool: Pool, partner: Headers
) -> None:
    edition_id = await called(pool)
    async with pool.acquire() as db:
        contribution_id = await a_contribution(db, edition_id)
    edit = f"/portal/newsletter/contributions/{contribution_id}/edit"

    first, second = [
        await web.post(edit, data=WORDS | {"title": title, "version": "1"}, headers=partner)
        for title in ("Erste", "Zweite")
    ]

    assert [first.status_code, second.status_code] == [303, 422]
    assert "Somebody has changed this meanwhile" in second.text
    assert 'value="Zweite"' in second.text
    assert 'name="version" value="2"' in second.text


async def test_other_partners_neither_see_nor_change_it(
    web: httpx.AsyncClient, pool: Pool, environment: dict[str, str]
) -> None:
    stranger = await log_in(pool, environment, organisation_id=uuid4())
    edition_id = await called(pool)
    async with pool.acquire() as db:
        contribution_id = await a_contribution(db, edition_id)
    here = f"/portal/newsletter/contributions/{contribution_id}"

    for path in ("", "/edit", "/pictures", "/texts/uk"):
        assert (await web.get(here + path, headers=stranger)).status_code == 404
    for path in ("/edit", "/deletion", "/pictures", "/texts/uk", "/texts/ar/deletion"):
        assert (await web.post(here + path, data=WORDS, headers=stranger)).status_code == 404
    for path in ("/state", "/position"):
        assert (await web.post(here + path, data={"state": "accepted"}, headers=stranger)).status_code == 403


async def test_further_languages_come_and_go(web: httpx.AsyncClient, pool: Pool, partner: Headers) -> None:
    edition_id = await called(pool)
    async with pool.acquire() as db:
        contribution_id = await a_contribution(db, edition_id)
    here = f"/portal/newsletter/contributions/{contribution_id}"

    assert "مقهى" in (await web.get(f"{here}/texts/ar", headers=partner)).text
    empty = await web.post(f"{here}/texts/uk", data={"title": "Кафе"}, headers=partner)
    words = {"title": "Кафе", "text": "Шиємо.", "version": "1"}
    kept, outrun = [await web.post(f"{here}/texts/uk", data=words, headers=partner) for _ in range(2)]
    assert [empty.status_code, kept.status_code, outrun.status_code] == [422, 303, 422]
    assert "Somebody has changed this meanwhile" in outrun.text
    assert "Шиємо." in (await web.get(f"{here}?language=uk", headers=partner)).text
    assert (await web.post(f"{here}/texts/uk/deletion", headers=partner)).status_code == 303
    assert "Шиємо." not in (await web.get(f"{here}?language=uk", headers=partner)).text
    for code in ("de", "xx"):
        assert (await web.get(f"{here}/texts/{code}", headers=partner)).status_code == 404


async def test_an_organisation_gives_a_few_contributions_and_may_take_them_back(
    web: httpx.AsyncClient, pool: Pool, partner: Headers
) -> None:
    edition_id = await called(pool)
    new = f"/portal/newsletter/{edition_id}/contributions/new"
    answers = [await web.post(new, data=WORDS, headers=partner) for _ in range(MOST_CONTRIBUTIONS + 1)]
    assert [answer.status_code for answer in answers] == [303] * MOST_CONTRIBUTIONS + [409]

    first = answers[0].headers["location"].removesuffix("/pictures")
    assert (await web.post(f"{first}/deletion", headers=partner)).status_code == 303

    assert (await web.get(first, headers=partner)).status_code == 404
    async with pool.acquire() as db:
        rest = await contributions.list_of_edition(db, edition_id)
    assert [each.position for each in rest] == list(range(1, MOST_CONTRIBUTIONS))
