"""What an organisation's people see of those who come."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from services.registration.domain.sign_up_settings import Question, QuestionKind, SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import (
    NOON,
    ORGANISATION,
    a_series,
    an_open_event,
    heard,
    signed_up,
    signed_up_for,
    statuses,
)
from tests.registration.sessions import Callers


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For two, with ada on it and bob waiting."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=2)
        await signed_up(db, event, "ada@a.example", 2, name="Ada & family", phone="+4923021234")
        await signed_up(db, event, "bob@a.example", 1, name="Bob")
        return event


async def id_of(pool: Pool, email: str) -> str:
    return str(await pool.fetchval("SELECT id FROM registrations WHERE email = $1", email))


async def test_members_see_the_numbers_of_their_events(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    shown = (await web.get("/portal/rosters", headers=callers.own)).text

    assert f'<a href="/portal/rosters/{event.id}"><bdi>Sprachcafé &amp; Tee</bdi></a>' in shown
    assert "2 of 2" in shown


async def test_a_date_that_is_over_is_open_no_more(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await pool.execute("UPDATE rosters SET starts_at = now() - interval '2 hours', ends_at = now()")

    for address in ("/portal/rosters", f"/portal/rosters/{event.id}"):
        shown = (await web.get(address, headers=callers.own)).text
        assert (">Over<" in shown, ">Open<" in shown) == (True, False), address


async def test_members_find_a_date_by_the_title(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    async with pool.acquire() as db, db.transaction():
        await an_open_event(db, title="Nähwerkstatt")

    found = (await web.get("/portal/rosters?q=NÄH", headers=callers.own)).text

    assert "Nähwerkstatt" in found
    assert "Sprachcafé" not in found
    assert "Nothing found" in (await web.get("/portal/rosters?q=Theater", headers=callers.own)).text


async def test_members_see_who_comes_then_who_waits(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    shown = (await web.get(f"/portal/rosters/{event.id}", headers=callers.own)).text

    coming, waiting = shown.split("Ada &amp; family")[1].split("<bdi>Bob</bdi>")
    assert "Confirmed" in coming
    assert "+4923021234" in coming
    assert "bob@a.example" in waiting
    assert "2 of 2" in shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=FAMILY", ["Ada"]),
        ("q=bob%40a", ["Bob"]),
        ("q=02302 12", ["Ada"]),
        ("q=٠٢٣٠٢١٢٣٤", ["Ada"]),
        ("q=50%25", []),
        ("status=waiting", ["Bob"]),
        ("status=cancelled", []),
        ("sort=latest", ["Bob", "Ada"]),
        ("sort=size", ["Ada", "Bob"]),
        ("sort=name", ["Ada", "Bob"]),
        ("status=all&q=a.example", ["Ada", "Bob"]),
    ],
)
async def test_parties_are_searched_filtered_and_ordered_by_addresses_that_can_be_kept(
    web: httpx.AsyncClient, event: EventState, callers: Callers, query: str, names: list[str]
) -> None:
    shown = (await web.get(f"/portal/rosters/{event.id}?{query}", headers=callers.own)).text

    found = sorted((shown.index(f"<bdi>{name}"), name) for name in ("Ada", "Bob") if f"<bdi>{name}" in shown)
    assert [name for _, name in found] == names


async def test_a_filter_that_cannot_be_is_named(web: httpx.AsyncClient, event: EventState, callers: Callers) -> None:
    shown = await web.get(f"/portal/rosters/{event.id}?status=unknown&page=0", headers=callers.own)

    assert shown.status_code == 422
    assert "Please check what you typed" in shown.text


async def test_a_long_list_has_pages(web: httpx.AsyncClient, pool: Pool, callers: Callers) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=None)
        for number in range(51):
            await signed_up(db, event, f"{number:02}@a.example")

    first = (await web.get(f"/portal/rosters/{event.id}?q=a.example", headers=callers.own)).text
    second = (await web.get(f"/portal/rosters/{event.id}?q=a.example&page=2", headers=callers.own)).text

    assert "51 registrations" in first
    assert "49@a.example" in first
    assert "50@a.example" not in first
    assert f"/portal/rosters/{event.id}?q=a.example&amp;page=2" in first
    assert "50@a.example" in second


async def test_parties_of_one_date_and_those_with_open_questions_are_found(
    web: httpx.AsyncClient, pool: Pool, callers: Callers
) -> None:
    question = Question(id="meal", kind=QuestionKind.TEXT, text="Which meal?", is_required=True)
    async with pool.acquire() as db, db.transaction():
        series = await heard(db, a_series(2))
        first, second = series.occurrences
        await signed_up_for(db, series, first, "ada@a.example")
        await signed_up_for(db, series, second, "bob@a.example")
        settings = SignUpSettings(version=1, questions=[question])
        await sign_up_settings.keep(db, series.id, settings, organisation_id=ORGANISATION, now=NOON)
        await db.execute("""UPDATE registrations SET answers = '{"meal": "Soup"}' WHERE email = 'ada@a.example'""")

    address = f"/portal/rosters/{series.id}"
    on_first = (await web.get(f"{address}?roster_id={first.id}", headers=callers.own)).text
    unanswered = (await web.get(f"{address}?unanswered=on", headers=callers.own)).text

    assert ("ada@a.example" in on_first, "bob@a.example" in on_first) == (True, False)
    assert ("ada@a.example" in unanswered, "bob@a.example" in unanswered) == (False, True)


async def test_people_are_counted_by_the_organisation_they_come_from(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    address = f"/portal/rosters/{event.id}"
    before = (await web.get(address, headers=callers.own)).text
    await pool.execute("UPDATE registrations SET organisation_id = $1 WHERE name = 'Ada & family'", ORGANISATION)

    after = (await web.get(address, headers=callers.own)).text
    found = (await web.get(f"{address}?organisation_id={ORGANISATION}", headers=callers.own)).text

    assert "from 1 organisation</summary>" not in before
    assert "2 people from 1 organisation" in after
    assert "<bdi>Caritas Witten</bdi>: 2" in after
    assert "<bdi>Bob</bdi>" not in found


async def test_what_needs_doing_is_said_on_top(web: httpx.AsyncClient, pool: Pool, callers: Callers) -> None:
    async with pool.acquire() as db, db.transaction():
        nearly_full = await an_open_event(db, capacity=10, title="Schwimmkurs")
        await signed_up(db, nearly_full, "ada@a.example", 9)
        offered = await an_open_event(db, capacity=2, title="Stadtrundgang")
        await signed_up(db, offered, "bob@a.example", 1, name="Bob ohne Mail", phone="+4923021234")
        await db.execute(
            """
            UPDATE registrations
            SET email = '', status = 'offered', offered_size = 1, held_until = $2
            WHERE event_id = $1
            """,
            offered.id,
            NOON + timedelta(days=2),
        )

    shown = (await web.get("/portal/rosters", headers=callers.own)).text
    to_do = shown.split("What needs doing")[1].split("<form")[0]

    assert "Bob ohne Mail" in to_do
    assert 'href="tel:+4923021234"' in to_do
    assert "Schwimmkurs" in to_do
    assert "What needs doing" not in (await web.get("/portal/rosters", headers=callers.foreign)).text


async def test_one_registration_is_shown_with_its_history(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    ada = await id_of(pool, "ada@a.example")

    shown = (await web.get(f"/portal/rosters/registrations/{ada}", headers=callers.own)).text

    assert "Ada &amp; family" in shown
    assert "ada@a.example" in shown
    assert "Signed up, got places" in shown


async def test_members_cancel_for_somebody_and_the_next_gets_an_offer(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    address = f"/portal/rosters/registrations/{await id_of(pool, 'ada@a.example')}"

    cancelled = await web.post(f"{address}/cancellation", headers=callers.own)

    assert (cancelled.status_code, cancelled.headers["Location"]) == (303, address)
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"ada@a.example": "cancelled", "bob@a.example": "offered"}


async def test_to_others_a_roster_is_not_there(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    ada = await id_of(pool, "ada@a.example")

    assert "Sprachcafé" not in (await web.get("/portal/rosters", headers=callers.foreign)).text
    for organisation in ("all", "organisation-1"):
        address = f"/portal/rosters?organisation={organisation}"
        assert (await web.get(address, headers=callers.foreign)).status_code == 404
    for event_id in (event.id, uuid4()):
        assert (await web.get(f"/portal/rosters/{event_id}", headers=callers.foreign)).status_code == 404
    for registration_id in (ada, uuid4()):
        address = f"/portal/rosters/registrations/{registration_id}"
        assert (await web.get(address, headers=callers.foreign)).status_code == 404
        assert (await web.post(f"{address}/cancellation", headers=callers.foreign)).status_code == 404
    async with pool.acquire() as db:
        assert (await statuses(db, event))["ada@a.example"] == "confirmed"


async def test_strangers_are_sent_to_the_login(web: httpx.AsyncClient, event: EventState) -> None:
    shown = await web.get(f"/portal/rosters/{event.id}")

    assert shown.status_code == 303
    assert shown.headers["Location"] == "/login"


async def test_an_organisation_without_events_is_told_what_will_be_here(
    web: httpx.AsyncClient, callers: Callers
) -> None:
    assert "No sign-ups yet" in (await web.get("/portal/rosters", headers=callers.own)).text
