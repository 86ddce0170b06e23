"""An organiser's own questions are written on pages that need no scripts."""

import httpx
import pytest

from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import an_open_event
from tests.registration.sessions import Callers
from tests.registration.test_sign_up_settings import FOOD, NUTS, asked, kept, page_of, put


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db, capacity=10)


async def test_a_question_is_added_changed_moved_and_taken_away_without_scripts(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    new = await web.get(page_of(event, "/new-question"), headers=callers.own)
    assert new.status_code == 200
    for version, typed in enumerate(
        [
            {"kind": "choice", "text": "Was essen Sie?", "options": "Alles\r\n\r\n Vegan \r\n", "is_required": "on"},
            {"kind": "text", "text": "Noch etwas?"},
        ]
    ):
        data = typed | {"version": str(version)}
        added = await web.post(page_of(event, "/questions"), data=data, headers=callers.own)
        assert added.headers["Location"] == page_of(event, "/questions")

    await web.post(page_of(event, "/questions/noch-etwas-1/position"), data={"direction": "up"}, headers=callers.own)
    assert [each.id for each in await asked(pool, event)] == ["noch-etwas-1", "was-essen-sie-1"]
    await web.post(page_of(event, "/questions/noch-etwas-1/position"), data={"direction": "down"}, headers=callers.own)

    translated = {
        "version": "4",
        "kind": "choice",
        "text": "Was essen Sie?",
        "options": "Alles\nVegan",
        "texts.ar": "ماذا تأكلون؟",
        "option_texts.ar": "كل شيء\nنباتي",
    }
    await web.post(page_of(event, "/questions/was-essen-sie-1"), data=translated, headers=callers.own)
    [food, note] = await asked(pool, event)
    assert (food.text_in("ar"), food.option_in("ar", "Vegan"), food.is_required) == ("ماذا تأكلون؟", "نباتي", False)
    shown = await web.get(page_of(event, "/questions/was-essen-sie-1"), headers=callers.own)
    assert "كل شيء\nنباتي</textarea>" in shown.text

    await web.post(page_of(event, "/questions/was-essen-sie-1/removal"), headers=callers.own)
    assert [each.id for each in await asked(pool, event)] == [note.id]
    assert [each.id for each in (await kept(pool, event)).questions if each.is_gone] == [food.id]


async def test_a_question_can_depend_on_the_answer_to_an_earlier_one(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    photo = {"id": "photo", "kind": "consent", "text": "Photos?"}
    await put(web, event, callers, questions=[FOOD, photo])

    form = (await web.get(page_of(event, "/new-question"), headers=callers.own)).text
    assert [f'<option value="{value}"' in form for value in ("food-1=All", "food-1=Vegan", "photo=yes")] == [True] * 3
    typed = {"version": "1", "kind": "text", "text": "Nuts?", "only_if": "food-1=Vegan"}
    await web.post(page_of(event, "/questions"), data=typed, headers=callers.own)

    listed = (await web.get(page_of(event, "/questions"), headers=callers.own)).text
    assert "Only if “Food?” is answered with: Vegan" in listed


async def test_nothing_may_take_away_what_a_condition_names(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await put(web, event, callers, questions=[FOOD, NUTS])
    food = page_of(event, "/questions/food-1")
    renamed = {"version": "1", "kind": "choice", "text": "Food?", "options": "All\nVegetarian"}

    answers = [
        await web.post(page_of(event, "/questions/nuts/position"), data={"direction": "up"}, headers=callers.own),
        await web.post(f"{food}/removal", headers=callers.own),
        await web.post(food, data=renamed, headers=callers.own),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert all("Please change that question first" in answer.text for answer in answers)
    assert "Vegetarian</textarea>" in answers[2].text
    assert [each.id for each in await asked(pool, event)] == ["food-1", "nuts"]
