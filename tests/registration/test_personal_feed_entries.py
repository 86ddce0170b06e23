"""What stands in people's own calendar: all they signed up for, and how it is with each date."""

from datetime import UTC, datetime, timedelta

import httpx
from msgspec.structs import replace

from services.events.domain.vevent import rendered
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.move_registration import move_registration
from shared.database import Pool
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState
from tests.registration.given import (
    BASE_URL,
    a_series,
    an_event,
    changed,
    heard,
    roster_of,
    signed_up,
    signed_up_for,
)
from tests.registration.own_calendar import ADA, JOINING, entries, link_of, new_address


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

    [entry] = [each for each in found if event.title in each["SUMMARY"]]
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

    assert before["UID"] == after["UID"] == str(registration_id)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt


async def test_whoever_is_moved_has_the_same_entry_on_the_other_date(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    address = await new_address(web, link)
    [before] = await entries(web, address)
    async with pool.acquire() as db, db.transaction():
        other = await heard(db, rendered(an_event(title="Anderswo")))
        registration_id = await db.fetchval("SELECT id FROM registrations")
        await move_registration(db, registration_id, other.occurrences[0].id, base_url=BASE_URL)

    [after] = await entries(web, address)

    assert (after["UID"], after["SUMMARY"]) == (before["UID"], "Anderswo")


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


async def test_who_signs_up_again_has_one_entry_which_is_another_than_before(
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
    assert entry["UID"] != cancelled["UID"]


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

    assert [(each["STATUS"], each["SUMMARY"]) for each in found] == [
        ("CONFIRMED", series.title),
        ("CANCELLED", f"CANCELLED: {series.title}"),
    ]
    assert [each.start for each in found] == [first.starts_at, second.starts_at]


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
