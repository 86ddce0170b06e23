"""A campaign is announced, changed, and seen by all; entries outside its days are refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.events.commands.change_campaign import change_campaign
from services.events.commands.change_event import change_event
from services.events.commands.draft_event import draft_event
from services.events.commands.import_event import import_event
from services.events.domain.campaign import check_inside, slug_of
from services.events.settings import Settings
from services.events.tables import campaigns
from shared.database import Connection, Pool
from shared.messages.events import EventStatus
from shared.pages import unbroken
from shared.problems import Invalid
from tests.events.campaigning import FIRST, LAST, a_campaign, an_entry, campaign_fields, campaign_states, named
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, fields, session_of

CAMPAIGN = {
    "title": "Woche der Vielfalt",
    "starts_on": f"{NEXT_YEAR}-09-25",
    "ends_on": f"{NEXT_YEAR}-10-03",
    "organisation": "stabsstelle",
    "questions": [
        {"label": "Für wen ist es?", "is_required": True},
        {"label": "Brauchen Sie Strom?", "kind": "yes_no"},
        {"label": "Welches Format?", "kind": "choice", "choices": "Vortrag\nAusstellung"},
    ],
}


async def test_every_change_of_a_campaign_is_told(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)

    changed = campaign_fields(partner, title="Wochen der Vielfalt")
    await change_campaign(db, campaign.slug, changed, [], base_url=BASE_URL)
    await change_campaign(db, campaign.slug, changed, [], base_url=BASE_URL)

    told = await campaign_states(db)
    assert [(state.version, state.title) for state in told] == [(1, "Woche der Vielfalt"), (2, "Wochen der Vielfalt")]
    assert told[1].slug == f"woche-der-vielfalt-{NEXT_YEAR}"
    assert told[1].url == f"{BASE_URL}/campaigns/{told[1].slug}"


def test_an_address_is_readable_and_new() -> None:
    assert slug_of("Woche der Vielfalt", 2027, set()) == "woche-der-vielfalt-2027"
    assert slug_of("Aktionswochen 2027", 2027, set()) == "aktionswochen-2027"
    assert slug_of("Woche", 2027, {"woche-2027", "woche-2027-2"}) == "woche-2027-3"
    assert slug_of("🎉", 2027, set()) == "campaign-2027"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": FIRST - timedelta(days=1)}, "ends_on"),
        ({"ends_on": FIRST + timedelta(days=400)}, "ends_on"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"call_opens_on": FIRST, "call_closes_on": FIRST - timedelta(days=1)}, "call_closes_on"),
        ({"call_closes_on": LAST + timedelta(days=1)}, "call_closes_on"),
        ({"call_opens_on": LAST + timedelta(days=1)}, "call_closes_on"),
        ({"organisation": "nobody"}, "organisation"),
    ],
)
async def test_days_that_make_no_sense_are_refused(db: Connection, changes: dict[str, Any], field: str) -> None:
    partner = await a_partner(db)

    with pytest.raises(Invalid) as problem:
        await a_campaign(db, partner, **changes)

    assert [error.field for error in problem.value.errors] == [field]


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"starts_at": datetime(NEXT_YEAR, 9, 25, 0, 0), "ends_at": datetime(NEXT_YEAR, 9, 25, 1, 0)}, None),
        ({"starts_at": datetime(NEXT_YEAR, 9, 24, 23, 59), "ends_at": datetime(NEXT_YEAR, 9, 25, 1, 0)}, "starts_at"),
        ({"starts_at": datetime(NEXT_YEAR, 10, 3, 23, 59), "ends_at": datetime(NEXT_YEAR, 10, 4, 2, 0)}, None),
        ({"starts_at": datetime(NEXT_YEAR, 10, 4, 0, 0), "ends_at": datetime(NEXT_YEAR, 10, 4, 1, 0)}, "starts_at"),
        ({"starts_at": datetime(NEXT_YEAR, 10, 3, 18, 0), "ends_at": datetime(NEXT_YEAR, 10, 5, 1, 0)}, "ends_at"),
        ({"starts_on": FIRST, "ends_on": LAST}, None),
        ({"starts_on": FIRST - timedelta(days=1), "ends_on": FIRST}, "starts_on"),
        ({"starts_on": LAST, "ends_on": LAST + timedelta(days=1)}, "ends_on"),
        ({}, None),
    ],
)
async def test_an_entry_outside_the_days_is_refused_with_the_days_named(
    db: Connection, dates: dict[str, Any], field: str | None
) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    entry = fields(**({"starts_at": None, "ends_at": None, "campaign": campaign.slug} | dates))

    if field is None:
        check_inside(campaign, entry)
        return
    with pytest.raises(Invalid) as problem:
        await draft_event(db, entry, organisation_id=partner.id, base_url=BASE_URL)
    [error] = problem.value.errors
    assert error.field == field
    assert error.values == {"first": f"{NEXT_YEAR}-09-25", "last": f"{NEXT_YEAR}-10-03"}


async def test_an_entry_cannot_be_moved_out_of_the_campaign_but_may_leave_it(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    event = await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)

    with pytest.raises(Invalid):
        await change_event(db, event.id, an_entry(campaign, LAST + timedelta(days=1)), base_url=BASE_URL)
    left = await change_event(
        db, event.id, an_entry(campaign, LAST + timedelta(days=1), campaign=None), base_url=BASE_URL
    )

    assert left.campaign is None


async def test_when_the_campaign_is_moved_its_entries_can_still_be_corrected(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    event = await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)
    moved = campaign_fields(partner, starts_on=FIRST + timedelta(days=1))
    await change_campaign(db, campaign.slug, moved, [], base_url=BASE_URL)

    corrected = await change_event(db, event.id, an_entry(campaign, title="Lesung"), base_url=BASE_URL)

    assert corrected.title == "Lesung"


async def test_what_is_taken_over_from_past_years_is_not_refused(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, starts_on=date(2021, 9, 25), ends_on=date(2021, 10, 3))

    event = await import_event(
        db,
        an_entry(campaign, date(2021, 9, 26)),
        organisation_id=partner.id,
        status=EventStatus.PUBLISHED,
        changed_at=datetime(2021, 8, 1, tzinfo=UTC),
        base_url=BASE_URL,
    )

    assert event.campaign == "woche-der-vielfalt-2021"


async def test_a_coordinator_announces_a_campaign_by_the_api(web: httpx.AsyncClient, coordinator: Partner) -> None:
    made = await web.post("/api/campaigns", json=CAMPAIGN, headers=coordinator.bearer)

    assert made.status_code == 201
    assert (made.json()["organisation"], made.json()["call_is_open"]) == ("stabsstelle", True)
    questions = made.json()["questions"]
    assert [question["kind"] for question in questions] == ["short", "yes_no", "choice"]

    address = f"/api/campaigns/{made.json()['slug']}"
    kept = questions[0] | {"label": "Für wen?"}
    patch = {"call_closes_on": f"{NEXT_YEAR}-04-30", "questions": [kept]}
    changed = await web.patch(address, json=patch, headers=coordinator.bearer)
    assert changed.json()["questions"] == [kept]
    assert changed.json()["version"] == 2
    assert (await web.get(address)).json() == changed.json()
    assert [each["slug"] for each in (await web.get("/api/campaigns")).json()] == [made.json()["slug"]]


async def test_a_wrong_campaign_gets_a_problem_for_each_field(web: httpx.AsyncClient, coordinator: Partner) -> None:
    wrong = CAMPAIGN | {
        "title": "",
        "colour": "red",
        "questions": [{"label": "<b>Wer?</b>"}, {"kind": "choice", "label": "Was?", "choices": "nur eins"}, 7],
    }

    answer = await web.post("/api/campaigns", json=wrong, headers=coordinator.bearer)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "title",
        "colour",
        "questions.0.label",
        "questions.1.choices",
        "questions.2",
    ]
    eleven = CAMPAIGN | {"questions": [{"label": "Wer?"}] * 11}
    too_many = await web.post("/api/campaigns", json=eleven, headers=coordinator.bearer)
    assert [error["field"] for error in too_many.json()["errors"]] == ["questions"]


async def test_a_coordinator_announces_a_campaign_on_a_page(
    web: httpx.AsyncClient, coordinator: Partner, loaded: Settings, pool: Pool
) -> None:
    session = session_of(coordinator, loaded) | {"Accept-Language": "en"}
    typed = {name: value for name, value in CAMPAIGN.items() if name != "questions"} | {
        "request_key": "9a7a3c1c-5a0e-4a9e-8a63-5d4c0c6f3f10",
        "questions.0.label": "",
        "questions.1.label": "Für wen ist es?",
        "questions.1.kind": "long",
        "questions.1.is_required": "on",
    }

    wrong = await web.post("/portal/campaigns", data=typed | {"ends_on": f"{NEXT_YEAR}-09-01"}, headers=session)
    assert wrong.status_code == 422
    assert "The last day must not come before the first." in wrong.text
    assert 'value="Für wen ist es?"' in wrong.text
    sent = [await web.post("/portal/campaigns", data=typed, headers=session) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303]
    async with pool.acquire() as db:
        [campaign] = await campaigns.list_all(db)
    assert [(each.label, each.kind, each.is_required) for each in campaign.questions] == [
        ("Für wen ist es?", "long", True)
    ]

    form = await web.get(f"/portal/campaigns/{campaign.slug}/edit", headers=session)
    assert str(campaign.questions[0].id) in form.text
    emptied = typed | {"questions.1.label": "", "questions.1.id": str(campaign.questions[0].id)}
    saved = await web.post(f"/portal/campaigns/{campaign.slug}", data=emptied, headers=session)
    assert saved.headers["location"] == f"/portal/campaigns/{campaign.slug}"
    async with pool.acquire() as db:
        assert (await campaigns.get_by_slug(db, campaign.slug)).questions == []


async def test_a_campaign_has_a_page_with_its_entries_by_day(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        campaign = await a_campaign(db, partner)
        old = await a_campaign(db, partner, starts_on=date(2021, 9, 25), ends_on=date(2021, 10, 3))
        shown = await a_published_event(db, partner, **named(an_entry(campaign, LAST, title="Abschlussfest")))
        undated = await a_published_event(
            db, partner, **named(an_entry(campaign, title="Fahrt", starts_at=None, ends_at=None))
        )
        draft = await draft_event(
            db, an_entry(campaign, title="Noch geheim"), organisation_id=partner.id, base_url=BASE_URL
        )

    page = (await web.get(f"/campaigns/{campaign.slug}", headers={"Accept-Language": "en"})).text
    last_day = unbroken(f"3 October {NEXT_YEAR}")
    for text in (shown.title, undated.title, "Machen Sie mit!", last_day, f"{campaign.slug}.ics"):
        assert text in page
    assert page.index(shown.title) < page.index(undated.title)
    assert draft.title not in page
    listed = (await web.get("/campaigns", headers={"Accept-Language": "en"})).text
    assert listed.index(f"/campaigns/{campaign.slug}") < listed.index("Earlier") < listed.index(old.slug)
    assert (await web.get("/campaigns/nothing")).status_code == 404
