"""The list at the door as a page that works without scripts."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from services.registration.domain.door import folded
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import FOREIGN_ORGANISATION, an_occurrence, an_open_event, signed_up
from tests.registration.sessions import session_of_a_member


@pytest.fixture
async def own(pool: Pool, environment: dict[str, str]) -> dict[str, str]:
    return await session_of_a_member(pool, environment)


async def an_event_of_today(pool: Pool) -> EventState:
    """For five: a party of three and one alone come, another one waits."""
    soon = datetime.now(UTC) + timedelta(minutes=30)
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, occurrences=[an_occurrence(soon)], capacity=5)
        await signed_up(db, event, "ada@a.example", 3, name="Ada Łucja <b>")
        await db.execute("UPDATE registrations SET attendees = $1", ["Ada", "Zoë", "Iwan"])
        await signed_up(db, event, "olha@a.example", 1, name="Ольга Грюн", phone="+49 2302 1234")
        await signed_up(db, event, "mona@a.example", 2, name="منى الأحمد")
        return event


def door_of(event: EventState) -> str:
    return f"/portal/rosters/dates/{event.occurrences[0].id}/door"


def shown(page: str) -> list[str]:
    """The names of the rows that are to be seen, in their order."""
    rows = re.findall(r'<li class="door-party"([^>]*)>.*?<bdi>(.*?)</bdi>', page, re.DOTALL)
    return [name for attributes, name in rows if not attributes.endswith(" hidden")]


def numbers(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-count="(\w+)" data-value="(\d+)"', page))


async def test_all_who_may_come_are_on_one_page_with_the_numbers_on_top(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str]
) -> None:
    event = await an_event_of_today(pool)

    page = (await web.get(door_of(event), headers=own)).text

    assert shown(page) == ["Ada Łucja &lt;b&gt;", "Ольга Грюн", "منى الأحمد"]
    assert numbers(page) == {"here": "0", "expected": "4", "free": "1"}


async def test_a_tap_without_scripts_counts_and_leads_back_into_the_list(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str]
) -> None:
    event = await an_event_of_today(pool)
    page = (await web.get(f"{door_of(event)}?q=zoe", headers=own)).text
    ada = await pool.fetchval("SELECT id FROM registrations WHERE email = 'ada@a.example'")
    form = page.split(f'action="/portal/rosters/registrations/{ada}/attendance"')[1].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form))

    tapped = await web.post(
        f"/portal/rosters/registrations/{ada}/attendance", data=fields | {"attended_count": "2"}, headers=own
    )

    after = (await web.get(tapped.headers["location"], headers=own)).text
    assert numbers(after) == {"here": "2", "expected": "4", "free": "1"}
    assert shown(after) == ["Ada Łucja &lt;b&gt;"]
    assert f'<li class="door-party" id="party-{ada}" data-party="{ada}" data-attended="2"' in after


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ada", ["Ada Łucja &lt;b&gt;"]),
        ("IWAN zoe", ["Ada Łucja &lt;b&gt;"]),
        ("грюн", ["Ольга Грюн"]),
        ("1234", ["Ольга Грюн"]),
        ("منى", ["منى الأحمد"]),
        ("mona@", ["منى الأحمد"]),
        ("a.example", ["Ada Łucja &lt;b&gt;", "Ольга Грюн", "منى الأحمد"]),
        ("nobody", []),
        ("x" * 101, ["Ada Łucja &lt;b&gt;", "Ольга Грюн", "منى الأحمد"]),
    ],
)
async def test_whoever_looks_for_a_name_sees_the_parties_it_is_in(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str], typed: str, found: list[str]
) -> None:
    event = await an_event_of_today(pool)

    page = (await web.get(door_of(event), params={"q": typed}, headers=own)).text

    assert shown(page) == found


def test_names_are_compared_without_capitals_accents_and_dots() -> None:
    assert folded("Zoë MÜßIG Łódź й") == "zoe mussig łodz и"


async def test_weeks_before_there_are_no_buttons(web: httpx.AsyncClient, pool: Pool, own: dict[str, str]) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        await signed_up(db, event, "ada@a.example")

    page = (await web.get(door_of(event), headers=own)).text

    assert "From the day before on" in page
    assert "/attendance" not in page


async def test_who_has_cancelled_or_is_forgotten_is_not_on_the_list(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str]
) -> None:
    event = await an_event_of_today(pool)
    await pool.execute(
        "UPDATE registrations SET status = 'cancelled', cancelled_at = now() WHERE email = 'olha@a.example'"
    )
    await pool.execute("UPDATE registrations SET name = '', erased_at = now() WHERE email = 'mona@a.example'")

    assert shown((await web.get(door_of(event), headers=own)).text) == ["Ada Łucja &lt;b&gt;"]


async def test_who_comes_without_having_signed_up_is_added_once_and_is_here(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str]
) -> None:
    event = await an_event_of_today(pool)
    page = (await web.get(door_of(event), headers=own)).text
    [nonce] = re.findall(r'name="nonce" value="(\w+)"', page)
    typed = {"name": "Walter", "party_size": "1", "consent": "on", "nonce": nonce}
    address = door_of(event).replace("/door", "/walk-ins")

    added = [await web.post(address, data=typed, headers=own) for _ in range(2)]

    assert [(answer.status_code, answer.headers["location"].partition("#")[0]) for answer in added] == [
        (303, door_of(event))
    ] * 2
    after = (await web.get(door_of(event), headers=own)).text
    assert shown(after) == ["Ada Łucja &lt;b&gt;", "Walter", "Ольга Грюн", "منى الأحمد"]
    assert numbers(after) == {"here": "1", "expected": "5", "free": "0"}


@pytest.mark.parametrize(
    ("changes", "field"), [({"name": ""}, "name"), ({"consent": ""}, "consent"), ({"party_size": "2"}, "party_size")]
)
async def test_what_is_missing_is_named_in_the_form_and_nobody_is_added(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str], changes: dict[str, str], field: str
) -> None:
    event = await an_event_of_today(pool)
    typed = {"name": "Walter", "party_size": "1", "consent": "on", "nonce": "x"} | changes

    refused = await web.post(door_of(event).replace("/door", "/walk-ins"), data=typed, headers=own)

    assert refused.status_code == 422
    assert f'<a href="#field-{field}">' in refused.text
    assert numbers(refused.text) == {"here": "0", "expected": "4", "free": "1"}


async def test_to_others_the_door_is_not_there(
    web: httpx.AsyncClient, pool: Pool, own: dict[str, str], environment: dict[str, str]
) -> None:
    event = await an_event_of_today(pool)
    foreign = await session_of_a_member(pool, environment, FOREIGN_ORGANISATION)

    assert (await web.get(door_of(event), headers=foreign)).status_code == 404
    assert (await web.get(f"/portal/rosters/dates/{uuid4()}/door", headers=own)).status_code == 404
    assert (await web.get(door_of(event))).status_code == 303
    typed = {"name": "Walter", "party_size": "1", "consent": "on"}
    added = await web.post(door_of(event).replace("/door", "/walk-ins"), data=typed, headers=foreign)
    assert added.status_code == 404
