"""People's own calendar: all they signed up for at one private address, until they switch it off."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import icalendar
import pytest
from msgspec.structs import replace

from services.events.domain.vevent import vevents_of
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.erase_registrations import erase_registrations
from shared.database import Pool
from shared.messages.event_details import Conference, OccurrenceStatus
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed
from tests.registration.given import (
    BASE_URL,
    a_series,
    an_event,
    changed,
    heard,
    roster_of,
    signed_up,
    signed_up_for,
    told,
)

ADDRESS = re.compile(rf"{BASE_URL}(/registrations/feeds/[\w-]{{43}}\.ics\?lang=en)")
JOINING = Conference(url="https://meet.witten.example/kim", pass_code="linde-7")
ADA = "ada@people.example"


def rendered(event: EventState) -> EventState:
    """As the events service says it."""
    return replace(event, vevents=vevents_of(event))


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """Online, for two; ada is on it."""
    async with pool.acquire() as db, db.transaction():
        event = await heard(
            db, rendered(an_event(title="Café; Tee, Kuchen", capacity=2, join_details="Klingeln", conference=JOINING))
        )
        await signed_up(db, event, ADA)
        return event


@pytest.fixture
async def link(pool: Pool, event: EventState) -> str:
    return await link_of(pool, event)


async def link_of(pool: Pool, event: EventState) -> str:
    async with pool.acquire() as db:
        return next(
            fact.link for fact in await told(db, RegistrationConfirmed) if fact.event_id == event.id
        ).removeprefix(BASE_URL)


async def new_address(web: httpx.AsyncClient, link: str) -> str:
    shown = await web.post(f"{link}/feed")
    assert shown.headers["cache-control"] == "no-store"
    found = ADDRESS.search(shown.text)
    assert found
    return found[1]


async def entries(web: httpx.AsyncClient, address: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical((await web.get(address)).content).events)


async def test_it_holds_what_the_address_signed_up_for_then_and_later_and_nobody_elses(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db, db.transaction():
        later = await heard(db, rendered(an_event(title="Später")))
        await signed_up(db, later, ADA.upper())
        other = await heard(db, rendered(an_event(title="Anderes")))
        await signed_up(db, other, "bob@people.example")

    assert {str(each["SUMMARY"]) for each in await entries(web, address)} == {event.title, "Später"}


async def test_how_to_join_is_in_it_once_one_has_a_place(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    [entry] = await entries(web, await new_address(web, link))

    assert (entry["STATUS"], entry["TRANSP"]) == ("CONFIRMED", "OPAQUE")
    assert entry["CONFERENCE"] == JOINING.url
    assert entry["DESCRIPTION"] == (
        f"This text is only available in: German\n\n{event.description}\n\n{event.url}"
        f"\n\nKlingeln\nJoin online: {JOINING.url}\nPass code: linde-7"
    )


async def test_who_waits_sees_that_and_not_how_to_join(web: httpx.AsyncClient, pool: Pool, event: EventState) -> None:
    async with pool.acquire() as db, db.transaction():
        other = await heard(db, rendered(an_event(title="Frei")))
        await signed_up(db, other, "cem@people.example")
        await signed_up(db, event, "cem@people.example", 2)

    found = await entries(web, await new_address(web, await link_of(pool, other)))

    [entry] = [each for each in found if each["UID"] == str(event.id)]
    assert entry["SUMMARY"] == f"WAITING LIST: {event.title}"
    assert (entry["STATUS"], entry["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert "linde-7" not in entry["DESCRIPTION"]
    assert "CONFERENCE" not in entry


async def test_an_entry_is_the_one_that_was_mailed_and_grows_with_each_change(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    [before] = await entries(web, address)
    async with pool.acquire() as db, db.transaction():
        registration_id = await db.fetchval("SELECT id FROM registrations")
        await cancel_registration(db, registration_id, base_url=BASE_URL)

    [after] = await entries(web, address)

    assert before["UID"] == after["UID"] == str(event.id)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt


async def test_what_one_cancelled_is_marked_for_two_weeks_and_then_gone(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db, db.transaction():
        registration_id = await db.fetchval("SELECT id FROM registrations")
        await cancel_registration(db, registration_id, base_url=BASE_URL)

    [entry] = await entries(web, address)
    assert (entry["STATUS"], entry["SUMMARY"]) == ("CANCELLED", f"CANCELLED: {event.title}")
    assert "linde-7" not in entry["DESCRIPTION"]

    await pool.execute("UPDATE registration_changes SET changed_at = changed_at - interval '15 days'")
    assert await entries(web, address) == []


async def test_who_signs_up_again_has_one_entry_that_holds(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db, db.transaction():
        await cancel_registration(db, await db.fetchval("SELECT id FROM registrations"), base_url=BASE_URL)
    [cancelled] = await entries(web, address)
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, event, ADA)

    [entry] = await entries(web, address)

    assert entry["STATUS"] == "CONFIRMED"
    assert entry["SEQUENCE"] > cancelled["SEQUENCE"]


async def test_dates_of_a_series_are_entries_of_their_own_and_a_cancelled_one_is_marked_once(
    web: httpx.AsyncClient, pool: Pool
) -> None:
    series = rendered(a_series(2))
    first, second = series.occurrences
    async with pool.acquire() as db, db.transaction():
        await heard(db, series)
        for date in (first, second):
            await signed_up_for(db, series, date, ADA)
        dates = [first, replace(second, status=OccurrenceStatus.CANCELLED)]
        await heard(db, rendered(changed(series, occurrences=dates, sequence=1)))

    found = await entries(web, await new_address(web, await link_of(pool, series)))

    assert [(each["UID"], each["STATUS"], each["SUMMARY"]) for each in found] == [
        (str(first.id), "CONFIRMED", series.title),
        (str(second.id), "CANCELLED", f"CANCELLED: {series.title}"),
    ]
    assert [each.start for each in found] == [first.starts_at, second.starts_at]


async def test_the_same_state_has_the_same_bytes_and_is_sent_once(web: httpx.AsyncClient, link: str) -> None:
    address = await new_address(web, link)
    first = await web.get(address)

    again = await web.get(address, headers={"If-None-Match": first.headers["etag"]})
    by_date = await web.get(address, headers={"If-Modified-Since": first.headers["last-modified"]})
    head = await web.head(address)

    assert (again.status_code, again.content, by_date.status_code) == (304, b"", 304)
    assert (await web.get(address)).content == first.content
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"


async def test_a_change_is_seen_by_tag_and_by_date(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    first = await web.get(address)
    async with pool.acquire() as db, db.transaction():
        await db.execute("UPDATE personal_feeds SET created_at = created_at - interval '1 day'")
        moment = datetime.now(UTC).replace(microsecond=0)
        await heard(db, rendered(changed(event, title="Neuer Titel", changed_at=moment)))

    last_fetch = format_datetime(moment - timedelta(seconds=1), usegmt=True)
    by_tag = await web.get(address, headers={"If-None-Match": first.headers["etag"]})
    by_date = await web.get(address, headers={"If-Modified-Since": last_fetch})

    assert (by_tag.status_code, by_date.status_code) == (200, 200)
    assert b"Neuer Titel" in by_date.content


async def test_nobody_else_may_keep_it_find_it_or_learn_its_address(web: httpx.AsyncClient, link: str) -> None:
    address = await new_address(web, link)

    answer = await web.get(address)

    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    token = address.rpartition("/")[2].partition(".")[0]
    assert token not in answer.text + str(answer.headers)


async def test_it_has_the_network_s_name_and_neither_method_nor_organizer(web: httpx.AsyncClient, link: str) -> None:
    feed = (await web.get(await new_address(web, link))).text

    assert "X-WR-CALNAME:WIN: my dates" in feed
    assert "METHOD" not in feed
    assert "ORGANIZER" not in feed
    assert "ATTENDEE" not in feed


async def test_the_address_is_shown_once_and_a_new_one_ends_it(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    first = await new_address(web, link)
    token = first.rpartition("/")[2].partition(".")[0]
    assert token not in (await web.get(f"{link}/feed")).text
    assert token not in str(await pool.fetch("SELECT * FROM personal_feeds"))

    second = await new_address(web, link)

    assert ((await web.get(first)).status_code, (await web.get(second)).status_code) == (404, 200)


async def test_it_can_be_switched_off(web: httpx.AsyncClient, link: str) -> None:
    address = await new_address(web, link)

    for _ in range(2):
        off = await web.post(f"{link}/feed/revocation")
        assert (off.status_code, off.headers["location"]) == (303, f"{link}/feed")

    assert (await web.get(address)).status_code == 404


async def test_a_link_that_was_handed_out_shows_nothing_but_its_booking(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    """An organiser who enters somebody by hand must not learn what else they come to."""
    async with pool.acquire() as db, db.transaction():
        other = await heard(db, rendered(an_event(title="Anderswo")))
        await signed_up(db, other, ADA)
    await pool.execute("UPDATE access_links SET sent_to = NULL")

    found = await entries(web, await new_address(web, link))

    assert [str(each["SUMMARY"]) for each in found] == [event.title]


async def test_who_is_forgotten_is_in_it_no_more(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db, db.transaction():
        ids = [row["id"] for row in await db.fetch("SELECT id FROM registrations")]
        await erase_registrations(db, ids, now=datetime.now(UTC))

    assert await entries(web, address) == []


@pytest.mark.parametrize("file", ["unknown.ics", "unknown", ".ics", "%00.ics", "a" * 5000 + ".ics"])
async def test_a_wrong_address_is_not_there(web: httpx.AsyncClient, file: str) -> None:
    assert (await web.get(f"/registrations/feeds/{file}")).status_code == 404


async def test_what_is_over_leaves_after_a_season(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db:
        roster = await roster_of(db, event)
    for days, count in ((91, 1), (93, 0)):
        ends_at = datetime.now(UTC) - timedelta(days=days)
        await pool.execute("UPDATE rosters SET starts_at = $2, ends_at = $2 WHERE id = $1", roster.id, ends_at)
        assert len(await entries(web, address)) == count
