"""People's own calendar: one private address, until they switch it off."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from services.events.domain.vevent import rendered
from services.registration.commands.erase_registrations import erase_registrations
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import (
    an_event,
    changed,
    heard,
    signed_up,
)
from tests.registration.own_calendar import ADA, entries, new_address


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
        await heard(db, rendered(changed(event, title="Ganz anders", changed_at=moment)))

    last_fetch = format_datetime(moment - timedelta(seconds=1), usegmt=True)
    by_tag = await web.get(address, headers={"If-None-Match": first.headers["etag"]})
    by_date = await web.get(address, headers={"If-Modified-Since": last_fetch})

    assert (by_tag.status_code, by_date.status_code) == (200, 200)
    assert b"Ganz anders" in by_date.content


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


async def test_it_ends_when_all_of_the_address_is_forgotten_and_not_before(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    async with pool.acquire() as db, db.transaction():
        first = await db.fetchval("SELECT id FROM registrations")
        second = (await signed_up(db, await heard(db, rendered(an_event(title="Anderswo"))), ADA)).registration_id
        await erase_registrations(db, [first], now=datetime.now(UTC))

    assert [str(each["SUMMARY"]) for each in await entries(web, address)] == ["Anderswo"]

    async with pool.acquire() as db, db.transaction():
        await erase_registrations(db, [second], now=datetime.now(UTC))
    assert (await web.get(address)).status_code == 404
    assert await pool.fetchval("SELECT count(*) FROM personal_feeds") == 0


@pytest.mark.parametrize("file", ["unknown.ics", "unknown", ".ics", "%00.ics", "a" * 5000 + ".ics"])
async def test_a_wrong_address_is_not_there(web: httpx.AsyncClient, file: str) -> None:
    assert (await web.get(f"/registrations/feeds/{file}")).status_code == 404
