"""The form of an entry: it holds all that an event can say, and says what is wrong beside it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.events.commands.draft_event import draft_event
from services.events.commands.import_event import import_event
from services.events.domain.details import ConferenceFields, CoordinatesFields, FactsFields, RecurrenceFields
from services.events.domain.entry_steps import Step
from services.events.domain.event import Event, EventFields, PlaceFields
from services.events.domain.recurrence import WEEKDAYS
from services.events.tables import events
from shared.categories import Category
from shared.database import Pool
from shared.messages.event_details import Audience, Cost, GermanLevel, Group
from shared.messages.events import EventStatus
from shared.translations import LANGUAGE_CODES
from tests.events.campaigning import a_campaign
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, fields
from tests.events.pages import form_in

FULL = EventFields(
    title="Sprachcafé „mit Kuchen“ & Tee",
    description="Wir üben.\n\nAlle sind willkommen.",
    language="de",
    starts_at=datetime(NEXT_YEAR, 5, 3, 18, 0),
    ends_at=datetime(NEXT_YEAR, 5, 3, 20, 0),
    time_zone="Europe/Kyiv",
    recurrence=RecurrenceFields(rule="FREQ=DAILY;INTERVAL=7;COUNT=12", except_on=[date(NEXT_YEAR, 5, 10)]),
    place=PlaceFields(name="Saalbau", address="Bergerstraße 25"),
    coordinates=CoordinatesFields(latitude=51.4366, longitude=7.3347),
    online=True,
    join_details="Hintereingang\nKlingel 3",
    conference=ConferenceFields(
        url="https://meet.witten.example/a?b=c&d",
        meeting_id="123 456",
        pass_code="00 7",
        dial_in="+49 2302 0",
        is_public=True,
    ),
    category=Category.LANGUAGE,
    languages=["de", "uk"],
    facts=FactsFields(
        interpreters=["ar"],
        german_level=GermanLevel.NONE,
        for_whom=[Group.WOMEN, Group.NEWCOMERS],
        childcare=True,
        step_free=False,
        cost=Cost.PAID,
        cost_note="3 €",
        asks_for_papers=False,
        contact_name="Ada",
        contact_email="ada@witten.example",
        contact_phone="+49 2302 1",
    ),
    audience=Audience.INTERNAL,
    takes_registrations=True,
    capacity=20,
    is_sold_out=True,
    wants_co_organisers=True,
    campaign="woche",
)
WEEKDAY = WEEKDAYS[date(NEXT_YEAR, 5, 3).weekday()]
WHOLE_DAYS = {"starts_at": None, "ends_at": None, "starts_on": date(NEXT_YEAR, 5, 3), "ends_on": date(NEXT_YEAR, 5, 5)}


@pytest.mark.parametrize(
    "said",
    [
        FULL,
        fields(),
        fields(place=None, coordinates=None, starts_at=None, ends_at=None),
        fields(**WHOLE_DAYS),
        fields(recurrence=RecurrenceFields(rule=f"FREQ=WEEKLY;INTERVAL=2;BYDAY={WEEKDAY};UNTIL={NEXT_YEAR}1231")),
        fields(recurrence=RecurrenceFields(rule="FREQ=MONTHLY;BYMONTHDAY=3")),
        fields(facts=FactsFields(childcare=False)),
    ],
)
async def test_saving_the_form_as_it_opens_changes_nothing(
    web: httpx.AsyncClient, partner: Partner, member: dict[str, str], pool: Pool, said: EventFields
) -> None:
    event = await a_draft(pool, partner, said)
    for step, typed in (await steps_of(web, event, member)).items():
        answer = await web.post(step, data=typed, headers=member)
        assert answer.status_code == 303, answer.text

    async with pool.acquire() as db:
        after = await events.get(db, event.id)
    assert after.fields == event.fields == said
    assert after.version == event.version


async def test_all_that_is_typed_is_kept(
    web: httpx.AsyncClient, partner: Partner, member: dict[str, str], pool: Pool
) -> None:
    full = await a_draft(pool, partner, FULL)
    empty = form_in((await web.get("/portal/events/new", headers=member)).text, "/portal/events")
    typed = list((await steps_of(web, full, member)).values())

    created = await web.post("/portal/events", data=empty | typed[0], headers=member)
    entry = created.headers["location"].removesuffix("/edit/when")
    for step, said in zip(list(Step)[1:], typed[1:], strict=True):
        assert (await web.post(f"{entry}/edit/{step}", data=said, headers=member)).status_code == 303

    async with pool.acquire() as db:
        made = await events.get(db, UUID(entry.rpartition("/")[2]))
    assert (made.id != full.id, made.fields) == (True, FULL)


async def steps_of(web: httpx.AsyncClient, event: Event, member: dict[str, str]) -> dict[str, Any]:
    """By the address of each step, what its form sends as it opens."""
    addresses = [f"/portal/events/{event.id}/edit/{step}" for step in Step]
    return {each: form_in((await web.get(each, headers=member)).text, each) for each in addresses}


async def test_an_entry_stays_in_its_campaign_when_that_is_over(
    web: httpx.AsyncClient, partner: Partner, member: dict[str, str], pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_campaign(db, partner, slug="woche", starts_on=date(2021, 5, 1), ends_on=date(2021, 5, 9))
        past = {"starts_at": datetime(2021, 5, 3, 18), "ends_at": datetime(2021, 5, 3, 20)}
        event = await import_event(
            db,
            fields(**past, campaign="woche"),
            organisation_id=partner.id,
            status=EventStatus.PUBLISHED,
            changed_at=datetime.fromisoformat("2021-05-01T12:00:00Z"),
            base_url=BASE_URL,
        )
    [first, *_] = (await steps_of(web, event, member)).values()

    assert first["campaign"] == ["woche"]
    assert "woche" not in (await web.get("/portal/events/new", headers=member)).text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"repeat.rhythm": "weekly", "starts_at": "", "ends_at": ""}, "repeat.rhythm", "Please give the first date"),
        ({"repeat.rhythm": "daily", "repeat.every": "0"}, "repeat.every", "from 1 to 99"),
        ({"repeat.rhythm": "daily", "repeat.count": "1000"}, "repeat.count", "from 1 to 500"),
        ({"repeat.rhythm": "daily", "repeat.until": "2020-01-01"}, "repeat.until", "must not lie before"),
        ({"repeat.rhythm": "daily", "repeat.until": f"{NEXT_YEAR + 9}-01-01"}, "repeat.until", "within five years"),
        (
            {"repeat.rhythm": "daily", "repeat.until": f"{NEXT_YEAR}-06-01", "repeat.count": "3"},
            "repeat.count",
            "not both",
        ),
        ({"repeat.rhythm": "daily", "ends_at": f"{NEXT_YEAR}-05-05T20:00"}, "repeat.rhythm", "before it is over"),
        ({"repeat.rhythm": "as_it_is", "repeat.rule": "FREQ=SECONDLY"}, "repeat.rhythm", "not more often"),
        ({"repeat.rhythm": "as_it_is", "repeat.rule": "RRULE\nX:1"}, "repeat.rule", "one line"),
        ({"coordinates.latitude": "95", "coordinates.longitude": "7"}, "coordinates.latitude", "from -90 to 90"),
        ({"coordinates.latitude": "51"}, "coordinates.longitude", "fill this in"),
        ({"conference.url": "javascript:alert(1)"}, "conference.url", "not a web address"),
        ({"facts.contact_email": "ada at witten"}, "facts.contact_email", "mail address"),
        ({"facts.for_whom": "cats"}, "facts.for_whom", "choose one of"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_not_folded_away(
    web: httpx.AsyncClient, member: dict[str, str], typed: dict[str, str], field: str, sentence: str
) -> None:
    usual = {
        "title": "Fest",
        "starts_at": f"{NEXT_YEAR}-05-03T18:00",
        "ends_at": f"{NEXT_YEAR}-05-03T20:00",
        "time_zone": "Europe/Berlin",
    }

    answer = await web.post("/portal/events", data=usual | typed, headers=member)

    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text
    assert sentence in answer.text
    if field != "repeat.rule":
        before = answer.text[: answer.text.index(f'id="problem-{field}"')]
        assert before.rfind("<details>") <= max(before.rfind("</details>"), before.rfind("<details open>"))


async def test_degrees_can_be_written_with_a_comma(web: httpx.AsyncClient, member: dict[str, str], pool: Pool) -> None:
    typed = {"title": "Fest", "coordinates.latitude": "51,44", "coordinates.longitude": "7,33"}

    created = await web.post("/portal/events", data=typed, headers=member)

    async with pool.acquire() as db:
        made = await events.get(db, UUID(created.headers["location"].split("/")[3]))
    assert made.coordinates == CoordinatesFields(latitude=51.44, longitude=7.33)


async def test_a_weekday_that_the_first_date_is_not_on_is_noticed(
    web: httpx.AsyncClient, member: dict[str, str]
) -> None:
    start = date(NEXT_YEAR, 5, 3)
    other = WEEKDAYS[(start.weekday() + 1) % 7]
    typed = {
        "title": "Fest",
        "starts_at": f"{start}T18:00",
        "ends_at": f"{start}T20:00",
        "repeat.rhythm": "weekly",
        "repeat.weekdays": [other],
    }

    answer = await web.post("/portal/events", data=typed, headers=member)

    assert 'id="problem-repeat.weekdays"' in answer.text
    assert f'value="{other}" checked' in answer.text


async def test_in_the_hour_that_comes_twice_the_first_is_meant_and_the_page_says_so(
    web: httpx.AsyncClient, partner: Partner, member: dict[str, str], pool: Pool
) -> None:
    clocks_go_back = {"starts_at": datetime(2027, 10, 31, 2, 30), "ends_at": datetime(2027, 10, 31, 4, 0)}
    twice = await a_draft(pool, partner, fields(**clocks_go_back))
    once = await a_draft(pool, partner, fields())

    assert "This hour comes twice" in (await web.get(f"/portal/events/{twice.id}", headers=member)).text
    assert "This hour comes twice" not in (await web.get(f"/portal/events/{once.id}", headers=member)).text


async def a_draft(pool: Pool, partner: Partner, said: EventFields) -> Event:
    async with pool.acquire() as db, db.transaction():
        if said.campaign:
            await a_campaign(db, partner, slug="woche", starts_on=date(NEXT_YEAR, 5, 1), ends_on=date(NEXT_YEAR, 5, 9))
        return await draft_event(db, said, organisation_id=partner.id, base_url=BASE_URL)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
async def test_an_entry_can_be_written_in_each_language_of_the_pages(
    web: httpx.AsyncClient, member: dict[str, str], pool: Pool, language: str
) -> None:
    created = await web.post("/portal/events", data={"title": "Fest", "language": language}, headers=member)

    async with pool.acquire() as db:
        made = await events.get(db, UUID(created.headers["location"].split("/")[3]))
    assert made.language == language
