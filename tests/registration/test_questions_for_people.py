"""Organisers answer their own questions for those who called, and change what was answered."""

from typing import Any

import httpx
import pytest

from services.registration.domain.sign_up_settings import Condition, Question, QuestionKind, SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import NOON, ORGANISATION, an_open_event
from tests.registration.sessions import Callers

MEAL = Question(id="meal", kind=QuestionKind.CHOICE, text="Which meal?", options=["Soup", "Rice"], is_required=True)
ALLERGY = Question(
    id="allergy", kind=QuestionKind.TEXT, text="Any allergy?", only_if=Condition(question="meal", answer="Rice")
)
PHOTOS = Question(id="photos", kind=QuestionKind.CONSENT, text="May we take photos?")
GONE = Question(id="bus", kind=QuestionKind.TEXT, text="By bus?", is_gone=True)


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        settings = SignUpSettings(version=1, questions=[MEAL, ALLERGY, PHOTOS, GONE])
        await sign_up_settings.keep(db, event.id, settings, organisation_id=ORGANISATION, now=NOON)
        return event


def a_form(event: EventState, **answers: str) -> dict[str, str]:
    party = {"roster_id": str(event.occurrences[0].id), "name": "Fatma", "phone": "02302 1234567", "party_size": "1"}
    return party | {"consent": "on", "language": "de"} | {f"answers.{name}": answer for name, answer in answers.items()}


async def answers_of(pool: Pool) -> Any:
    return await pool.fetchval("SELECT answers FROM registrations WHERE name = 'Fatma'")


async def test_what_was_asked_on_the_phone_is_noted_and_the_rest_is_found_as_open(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    address = f"/portal/rosters/{event.id}"
    form = (await web.get(f"{address}/new", headers=callers.own)).text

    added = await web.post(f"{address}/new", data=a_form(event, photos="on"), headers=callers.own)

    assert "Which meal?" in form
    assert "By bus?" not in form
    assert added.status_code == 303
    assert await answers_of(pool) == {"photos": True}
    assert "<bdi>Fatma</bdi>" in (await web.get(f"{address}?unanswered=on", headers=callers.own)).text
    assert "May we take photos?" in (await web.get(added.headers["Location"], headers=callers.own)).text


async def test_an_answer_that_cannot_be_is_told_at_its_question(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    form = a_form(event, meal="Pizza")

    shown = await web.post(f"/portal/rosters/{event.id}/new", data=form, headers=callers.own)

    assert shown.status_code == 422
    assert '<a href="#field-answers.meal"><bdi>Which meal?</bdi>: Please choose one of: Soup, Rice.</a>' in shown.text


async def test_answers_are_changed_and_those_to_questions_that_are_gone_stay(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    added = await web.post(f"/portal/rosters/{event.id}/new", data=a_form(event, meal="Soup"), headers=callers.own)
    await pool.execute("UPDATE registrations SET answers = answers || $1", {"bus": "yes"})
    address = f"{added.headers['Location']}/edit"
    form = (await web.get(address, headers=callers.own)).text

    changed = a_form(event, meal="Rice", allergy="Nuts")
    saved = await web.post(address, data=changed, headers=callers.own)

    assert 'value="Soup" checked' in form
    assert saved.status_code == 303
    assert await answers_of(pool) == {"bus": "yes", "meal": "Rice", "allergy": "Nuts"}
    wrong = await web.patch(
        address.replace("/portal/rosters", "/api").removesuffix("/edit"),
        json={"answers": {"meal": "Pizza"}},
        headers=callers.own,
    )
    assert [error["field"] for error in wrong.json()["errors"]] == ["answers.meal"]
