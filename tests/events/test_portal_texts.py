"""A partner's entry in more languages, by the portal."""

import httpx

from services.events.domain.event import Event
from services.events.settings import Settings
from services.events.tables import events
from shared.database import Pool
from tests.events.given import a_partner, session_of
from tests.events.pages import form_in


async def test_a_text_is_written_beside_the_original_and_listed(
    web: httpx.AsyncClient, member: dict[str, str], event: Event
) -> None:
    texts = f"/portal/events/{event.id}/texts"
    chosen = await web.get(f"{texts}?language=uk", headers=member)
    assert chosen.headers["location"] == f"{texts}/uk"
    page = (await web.get(f"{texts}/uk", headers=member)).text
    assert event.description in page

    typed = {"title": "Мовне кафе", "description": "Практикуємо німецьку.\n\nЗ кавою."}
    saved = await web.post(f"{texts}/uk", data=typed, headers=member)

    assert (saved.status_code, saved.headers["location"]) == (303, texts)
    listed = (await web.get(texts, headers=member)).text
    assert "Мовне кафе" in listed
    assert "Up to date" in listed
    assert '<option value="uk">' not in listed
    again = form_in((await web.get(f"{texts}/uk", headers=member)).text, f"{texts}/uk")
    assert {name: value[0].replace("\r\n", "\n") for name, value in again.items()} == typed


async def test_a_text_is_outdated_once_the_original_has_changed_until_it_is_saved_again(
    web: httpx.AsyncClient, member: dict[str, str], event: Event, pool: Pool
) -> None:
    own, texts = f"/portal/events/{event.id}", f"/portal/events/{event.id}/texts"
    await web.post(f"{texts}/uk", data={"title": "Кафе"}, headers=member)
    step = f"{own}/edit/what"
    typed = form_in((await web.get(step, headers=member)).text, step)
    await web.post(step, data=typed | {"title": "Erzählcafé"}, headers=member)

    for page in (texts, f"{texts}/uk"):
        assert "The original has changed since" in (await web.get(page, headers=member)).text
    assert "Outdated" in (await web.get(own, headers=member)).text

    await web.post(f"{texts}/uk", data={"title": "Кафе"}, headers=member)
    async with pool.acquire() as db:
        assert [text.is_outdated for text in (await events.get(db, event.id)).texts] == [False]


async def test_a_text_can_be_taken_back(
    web: httpx.AsyncClient, member: dict[str, str], event: Event, pool: Pool
) -> None:
    text = f"/portal/events/{event.id}/texts/ar"
    await web.post(text, data={"title": "مقهى"}, headers=member)

    removed = await web.post(f"{text}/removal", headers=member)

    assert removed.status_code == 303
    async with pool.acquire() as db:
        assert (await events.get(db, event.id)).texts == []
    assert (await web.post(f"{text}/removal", headers=member)).status_code == 404


async def test_a_text_without_a_title_or_in_a_language_of_no_use_is_refused(
    web: httpx.AsyncClient, member: dict[str, str], event: Event
) -> None:
    texts = f"/portal/events/{event.id}/texts"

    empty = await web.post(f"{texts}/uk", data={"title": "", "description": "Кава"}, headers=member)

    assert empty.status_code == 422
    assert 'id="problem-title"' in empty.text
    assert "Кава" in empty.text
    for code in ("de", "xx"):
        assert (await web.get(f"{texts}/{code}", headers=member)).status_code == 404
        assert (await web.post(f"{texts}/{code}", data={"title": "Kaffee"}, headers=member)).status_code == 404


async def test_nobody_else_writes_texts(web: httpx.AsyncClient, event: Event, pool: Pool, loaded: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        stranger = session_of(await a_partner(db, "awo-en"), loaded)
    text = f"/portal/events/{event.id}/texts/uk"

    assert (await web.get(text, headers=stranger)).status_code == 404
    assert (await web.post(text, data={"title": "Кафе"}, headers=stranger)).status_code == 404
    assert (await web.post(f"{text}/removal", headers=stranger)).status_code == 404
