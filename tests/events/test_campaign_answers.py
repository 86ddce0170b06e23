"""What a campaign asks of each entry is answered before it is submitted."""

from uuid import uuid4

import httpx
import pytest

from services.events.commands.draft_event import draft_event
from services.events.commands.submit_event import submit_event
from services.events.domain.campaign_questions import AnswersMissing, Question, QuestionKind
from services.events.settings import Settings
from services.events.tables import campaigns
from shared.database import Pool
from tests.events.campaigning import a_campaign, an_entry
from tests.events.given import BASE_URL, a_partner, session_of

AUDIENCE = Question(id=uuid4(), label="Für wen ist es?", kind=QuestionKind.SHORT, is_required=True)
EQUIPMENT = Question(id=uuid4(), label="Brauchen Sie Strom?", kind=QuestionKind.YES_NO, is_required=True)
FORMAT = Question(id=uuid4(), label="Format", kind=QuestionKind.CHOICE, choices="Vortrag\nAusstellung")
QUESTIONS = [AUDIENCE, EQUIPMENT, FORMAT]


async def test_an_entry_is_submitted_once_it_answers_what_the_campaign_asks(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        partner, stranger = await a_partner(db), await a_partner(db, "awo-en")
        campaign = await a_campaign(db, partner, QUESTIONS)
        event = await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)
        with pytest.raises(AnswersMissing):
            await submit_event(db, event.id, base_url=BASE_URL)
    address = f"/api/events/{event.id}"

    refused = await web.post(f"{address}/submission", headers=partner.bearer | {"Accept-Language": "en"})
    assert (refused.status_code, refused.json()["type"]) == (422, "answers-missing")
    assert [error["field"] for error in refused.json()["errors"]] == [
        f"campaign_answers.{AUDIENCE.id}",
        f"campaign_answers.{EQUIPMENT.id}",
    ]
    wrong = {str(EQUIPMENT.id): "maybe", str(FORMAT.id): ["Tanz"], str(uuid4()): "?"}
    answer = await web.put(f"{address}/campaign-answers", json=wrong, headers=partner.bearer)
    assert len(answer.json()["errors"]) == 3
    given = {str(AUDIENCE.id): " Familien ", str(EQUIPMENT.id): "no"}
    assert (await web.put(f"{address}/campaign-answers", json=given, headers=stranger.bearer)).status_code == 404
    kept = await web.put(f"{address}/campaign-answers", json=given, headers=partner.bearer)
    assert [each["answer"] for each in kept.json()] == ["Familien", "no", ""]
    assert (await web.post(f"{address}/submission", headers=partner.bearer)).json()["status"] == "submitted"
    emptied = await web.put(f"{address}/campaign-answers", json={}, headers=partner.bearer)
    assert emptied.status_code == 422


async def test_a_submission_without_answers_leads_to_the_questions(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        campaign = await a_campaign(db, partner, QUESTIONS)
        event = await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)
        assert (await campaigns.get_by_slug(db, campaign.slug)).questions == QUESTIONS
    headers = session_of(partner, loaded) | {"Accept-Language": "en"}

    asked = await web.post(f"/portal/events/{event.id}/submission", headers=headers)
    assert asked.status_code == 422
    assert "The campaign asks: Für wen ist es?" in asked.text
    typed = {f"campaign_answers.{AUDIENCE.id}": "Familien", f"campaign_answers.{EQUIPMENT.id}": "yes"}
    saved = await web.post(f"/portal/events/{event.id}/campaign-answers", data=typed, headers=headers)
    assert saved.headers["location"] == f"/portal/events/{event.id}"
    assert "Familien" in (await web.get(saved.headers["location"], headers=headers)).text
    assert (await web.post(f"/portal/events/{event.id}/submission", headers=headers)).status_code == 303
