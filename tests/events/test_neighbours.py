"""What else the network has on a day that somebody plans for."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.commands.draft_event import draft_event
from services.events.commands.submit_event import submit_event
from services.events.domain.details import FactsFields
from services.events.domain.event import PlaceFields
from services.events.settings import Settings
from services.events.tables import events
from shared.database import Pool
from shared.messages.event_details import Audience, Group
from tests.events.campaigning import a_campaign
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, fields, session_of
from tests.events.pages import form_in

DAY = date(NEXT_YEAR, 5, 3)
EVENING = {"starts_at": f"{DAY}T18:30", "ends_at": f"{DAY}T21:00"}


@pytest.fixture
async def other(pool: Pool) -> Partner:
    async with pool.acquire() as db, db.transaction():
        return await a_partner(db, "awo-en")


async def test_internal_and_submitted_entries_of_others_are_seen_and_their_drafts_never(
    web: httpx.AsyncClient, partner: Partner, other: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, other, title="Öffentlich")
        await a_published_event(db, other, title="Intern", audience=Audience.INTERNAL)
        await draft_event(db, fields(title="Fremder Entwurf"), organisation_id=other.id, base_url=BASE_URL)
        await draft_event(db, fields(title="Eigener Entwurf"), organisation_id=partner.id, base_url=BASE_URL)
        waiting = await draft_event(db, fields(title="Eingereicht"), organisation_id=other.id, base_url=BASE_URL)
        await submit_event(db, waiting.id, base_url=BASE_URL)
        off = await a_published_event(db, other, title="Abgesagt")
        await cancel_event(db, off.id, base_url=BASE_URL)

    found = await asked(web, partner, **EVENING)

    assert {each["title"] for each in found["items"]} == {"Öffentlich", "Intern", "Eingereicht", "Eigener Entwurf"}


async def test_a_visitor_learns_nothing(web: httpx.AsyncClient) -> None:
    assert (await web.get("/api/events/neighbours", params=EVENING)).status_code == 401
    assert (await web.get("/portal/events/neighbours", params=EVENING)).status_code == 303


@pytest.mark.parametrize(
    ("theirs", "mine", "clash"),
    [
        ({}, {}, "time"),
        ({"place": PlaceFields(name="Saalbau")}, {"place": "saalbau"}, "place"),
        ({"facts": FactsFields(for_whom=[Group.WOMEN, Group.MEN])}, {"for_whom": ["women", "seniors"]}, "people"),
        ({"facts": FactsFields(for_whom=[Group.MEN])}, {"for_whom": ["women"]}, "time"),
        ({"starts_at": datetime(NEXT_YEAR, 5, 3, 9), "ends_at": datetime(NEXT_YEAR, 5, 3, 18, 30)}, {}, None),
        ({"starts_at": None, "ends_at": None, "starts_on": DAY, "ends_on": DAY}, {}, None),
        (
            {
                "starts_at": None,
                "ends_at": None,
                "starts_on": DAY,
                "ends_on": DAY,
                "place": PlaceFields(name="Saalbau"),
            },
            {"place": "Saalbau"},
            "place",
        ),
    ],
)
async def test_it_clashes_at_the_same_time_and_more_so_for_the_same_people_or_in_the_same_place(
    web: httpx.AsyncClient,
    partner: Partner,
    other: Partner,
    pool: Pool,
    theirs: dict[str, Any],
    mine: dict[str, Any],
    clash: str | None,
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, other, **{"place": PlaceFields(name="Rathaus"), **theirs})

    (neighbour,) = (await asked(web, partner, **EVENING, **mine))["items"]

    assert (neighbour["is_same_day"], neighbour["clash"]) == (True, clash)


async def test_days_around_are_looked_at_and_those_with_nothing_on_are_named(
    web: httpx.AsyncClient, partner: Partner, other: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        for days in (-3, -2, 1, 3):
            starts_at = datetime(NEXT_YEAR, 5, 3, 20) + timedelta(days=days)
            await a_published_event(
                db, other, title=f"{days}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
            )

    found = await asked(web, partner, **EVENING)

    assert [(each["title"], each["is_same_day"]) for each in found["items"]] == [("-2", False), ("1", False)]
    assert found["free_days"] == [str(DAY + timedelta(days=days)) for days in (-1, 0, 2)]


async def test_whole_days_in_the_network_s_time_zone_and_campaigns_are_found(
    web: httpx.AsyncClient, partner: Partner, other: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        days = {"starts_at": None, "ends_at": None, "starts_on": DAY - timedelta(days=9), "ends_on": DAY}
        await a_published_event(db, other, title="Ausstellung", **days)
        dates: dict[str, Any] = {"starts_on": DAY - timedelta(days=8), "ends_on": DAY - timedelta(days=2)}
        await a_campaign(db, other, slug="woche", **dates)

    found = await asked(web, partner, starts_on=str(DAY), ends_on=str(DAY))

    assert [(each["title"], each["is_same_day"], each["clash"]) for each in found["items"]] == [
        ("Ausstellung", True, "time")
    ]
    assert [each["slug"] for each in found["campaigns"]] == ["woche"]
    later = await asked(web, partner, starts_on=str(DAY + timedelta(days=1)))
    assert (later["campaigns"], later["items"][0]["is_same_day"]) == ([], False)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "starts_at"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": "2027-05-03T20:00", "ends_at": "2027-05-03T19:00"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00"}, "starts_at"),
        ({"starts_on": "9999-12-31"}, "starts_on"),
        ({"starts_on": "2027-05-03", "ends_on": "2029-05-03"}, "ends_on"),
        ({"starts_on": "2027-05-03", "time_zone": "Europe/Witten"}, "time_zone"),
    ],
)
async def test_a_date_that_makes_no_sense_is_a_problem_in_json_and_nothing_on_the_page(
    web: httpx.AsyncClient, partner: Partner, loaded: Settings, query: dict[str, str], field: str
) -> None:
    as_json = await web.get("/api/events/neighbours", params=query, headers=partner.bearer)
    as_page = await web.get("/portal/events/neighbours", params=query, headers=session_of(partner, loaded))

    assert (as_json.status_code, as_json.json()["errors"][0]["field"]) == (422, field)
    assert (as_page.status_code, as_page.text.strip()) == (200, "")


async def test_the_form_tells_what_else_is_on_without_saving_anything(
    web: httpx.AsyncClient, partner: Partner, other: Partner, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, other, title="Chorprobe")
        draft = await draft_event(db, fields(title="Lesung"), organisation_id=partner.id, base_url=BASE_URL)
    member = session_of(partner, loaded) | {"Accept-Language": "en"}
    step = f"/portal/events/{draft.id}/edit/when"
    typed = form_in((await web.get(step, headers=member)).text, step)

    answer = await web.post(step, data=typed | EVENING | {"check": "on"}, headers=member)
    undated = typed | {"starts_at": "", "ends_at": "", "check": "on"}
    free = await web.post(step, data=undated | {"starts_on": f"{NEXT_YEAR}-11-01"}, headers=member)
    none = await web.post(step, data=undated, headers=member)

    assert (answer.status_code, none.status_code) == (200, 422)
    assert "Chorprobe" in answer.text
    assert "Same time" in answer.text
    assert f'value="{EVENING["starts_at"]}"' in answer.text
    assert "Nothing else is planned in the network." in free.text
    assert 'id="problem-starts_at"' in none.text
    async with pool.acquire() as db:
        assert await events.get(db, draft.id) == draft


async def test_an_entry_is_no_neighbour_of_itself(
    web: httpx.AsyncClient, partner: Partner, pool: Pool, loaded: Settings
) -> None:
    member = session_of(partner, loaded) | {"Accept-Language": "en"}
    async with pool.acquire() as db, db.transaction():
        event = await a_published_event(db, partner)

    for page in (f"/portal/events/{event.id}", f"/portal/events/{event.id}/edit/when"):
        assert "Nothing else is planned in the network." in (await web.get(page, headers=member)).text


async def asked(web: httpx.AsyncClient, partner: Partner, **query: Any) -> Any:
    answer = await web.get("/api/events/neighbours", params=query, headers=partner.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()
