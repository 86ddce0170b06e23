"""What people take with them: all that is known about them, and their date for their own calendar."""

from typing import Any

import httpx
import icalendar

from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import an_open_event, signed_up
from tests.registration.own_calendar import ADA, link_of


async def test_all_that_is_known_comes_as_a_file_with_its_history(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, await an_open_event(db, title="Anderes"), ADA, phone="+4923021234")
        await signed_up(db, event, "bob@people.example")

    answer = await web.get(f"{link}/data.json")

    assert answer.headers["content-disposition"] == 'attachment; filename="my-registrations.json"'
    assert answer.headers["cache-control"] == "no-store"
    records = answer.json()["registrations"]
    assert {each["event"] for each in records} == {event.title, "Anderes"}
    assert {each["registration"]["email"] for each in records} == {ADA}
    assert "+4923021234" in {each["registration"]["phone"] for each in records}
    assert [each["history"][0]["deed"] for each in records] == ["Signed up, got places"] * 2
    assert "bob" not in answer.text


async def test_a_tag_in_an_address_opens_nothing_of_the_address_without_it_nor_the_other_way_round(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    tagged = ADA.replace("@", "+choir@")
    async with pool.acquire() as db, db.transaction():
        choir = await an_open_event(db, title="Chor")
        await signed_up(db, choir, tagged)

    without = (await web.get(f"{link}/data.json")).json()["registrations"]
    with_tag = (await web.get(f"{await link_of(pool, choir)}/data.json")).json()["registrations"]

    assert [each["event"] for each in without] == [event.title]
    assert [each["event"] for each in with_tag] == ["Chor"]


async def test_the_date_comes_as_the_entry_that_is_in_the_feed_too(
    web: httpx.AsyncClient, pool: Pool, link: str
) -> None:
    answer = await web.get(f"{link}/calendar.ics")

    assert answer.headers["content-disposition"] == 'attachment; filename="event.ics"'
    calendar = icalendar.Calendar.from_ical(answer.content)
    entry: Any = calendar.events[0]
    assert entry["UID"] == str(await pool.fetchval("SELECT id FROM registrations"))
    assert "linde-7" in entry["DESCRIPTION"]
    # With a name, apps would open a calendar of its own for it.
    assert "X-WR-CALNAME" not in calendar


async def test_a_link_with_one_character_changed_takes_nothing(web: httpx.AsyncClient, link: str) -> None:
    other = link[:-1] + ("a" if link[-1] != "a" else "b")

    for rest in ("data.json", "calendar.ics", "feed", "erasure"):
        assert (await web.get(f"{other}/{rest}")).status_code == 404
