"""The documentation of a campaign: entries, organisations, registrations, attendance."""

import csv
import io
from uuid import uuid4

import httpx
import pikepdf

from services.events.commands.answer_campaign import answer_campaign
from services.events.commands.cancel_event import cancel_event
from services.events.domain.campaign import Campaign
from services.events.domain.campaign_questions import Question, QuestionKind
from services.events.settings import Settings
from shared import copies
from shared.database import Connection, Pool
from shared.messages.events import Role
from shared.messages.registration import RosterState
from tests.events.campaigning import FIRST, LAST, a_campaign, an_entry
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, session_of
from tests.events.printing import an_entered_event


async def a_documented_campaign(db: Connection, coordinator: Partner) -> Campaign:
    """Two partners, three entries, one of them called off; 17 people signed up for the first, 12 came."""
    campaign = await a_campaign(db, coordinator)
    caritas, awo = await a_partner(db), await a_partner(db, "awo-en")
    first = await an_entered_event(db, caritas, campaign, FIRST, title="=1+1; Sprachcafé")
    await an_entered_event(db, awo, campaign, LAST, title="Ausstellung", takes_registrations=False)
    called_off = await an_entered_event(db, awo, campaign, LAST, title="Lesung")
    await cancel_event(db, called_off.id, base_url=BASE_URL)
    for seats_taken, attended_count in ((10, 7), (7, 5)):
        roster = RosterState(
            id=uuid4(),
            version=1,
            event_id=first.id,
            is_open=False,
            capacity=20,
            seats_taken=seats_taken,
            waiting_count=1,
            attended_count=attended_count,
        )
        await copies.keep(db, roster)
    return campaign


async def test_the_report_counts_entries_organisations_and_people(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        coordinator = await a_partner(db, "stabsstelle", Role.COORDINATOR)
        campaign = await a_documented_campaign(db, coordinator)

    report = await web.get(f"/api/campaigns/{campaign.slug}/report", headers=coordinator.bearer)

    assert report.json() == {
        "entries": {"published": 2, "cancelled": 1},
        "organisations": {"Awo En": 1, "Caritas Witten": 1},
        "people": {"registered_count": 17, "waiting_count": 2, "attended_count": 12},
    }


async def test_the_table_opens_in_a_spreadsheet_and_calculates_nothing(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        coordinator = await a_partner(db, "stabsstelle", Role.COORDINATOR)
        campaign = await a_documented_campaign(db, coordinator)
    address = f"/portal/campaigns/{campaign.slug}/report"
    headers = session_of(coordinator, loaded) | {"Accept-Language": "en"}

    answer = await web.get(f"{address}.csv", headers=headers)

    assert answer.content.startswith("\ufeffTitle;Organisation;".encode())
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["Title"] == "'=1+1; Sprachcafé"
    assert first["Starts"] == f"{NEXT_YEAR}-09-25 18:00"
    assert (first["Signed up"], first["Waiting list"], first["Came"]) == ("17", "2", "12")
    assert [row[2] for row in rows[1:]] == ["Published", "Published", "Cancelled"]
    printed = await web.get(f"{address}.pdf", headers=headers)
    assert len(pikepdf.open(io.BytesIO(printed.content)).pages) == 1


async def test_the_table_has_a_column_for_each_question(web: httpx.AsyncClient, pool: Pool, loaded: Settings) -> None:
    question = Question(id=uuid4(), label="Für wen ist es?", kind=QuestionKind.SHORT)
    async with pool.acquire() as db, db.transaction():
        coordinator = await a_partner(db, "stabsstelle", Role.COORDINATOR)
        campaign = await a_campaign(db, coordinator, [question])
        event = await an_entered_event(db, coordinator, campaign)
        await answer_campaign(db, event, {str(question.id): "@SUM(A1)"})

    answer = await web.get(f"/portal/campaigns/{campaign.slug}/report.csv", headers=session_of(coordinator, loaded))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[-1] for row in rows] == ["Für wen ist es?", "'@SUM(A1)"]


async def test_only_coordinators_read_the_report(web: httpx.AsyncClient, pool: Pool, loaded: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        campaign = await a_campaign(db, partner)

    for kind in ("csv", "pdf"):
        answer = await web.get(f"/portal/campaigns/{campaign.slug}/report.{kind}", headers=session_of(partner, loaded))
        assert answer.status_code == 403


async def test_an_empty_campaign_has_a_report_too(web: httpx.AsyncClient, pool: Pool, loaded: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        coordinator = await a_partner(db, "stabsstelle", Role.COORDINATOR)
        campaign = await a_campaign(db, coordinator)
    assert an_entry(campaign).campaign == campaign.slug

    printed = await web.get(f"/portal/campaigns/{campaign.slug}/report.pdf", headers=session_of(coordinator, loaded))

    assert printed.content.startswith(b"%PDF")
