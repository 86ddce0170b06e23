"""People sign up for one date of a series: what becomes of theirs when the series changes."""

from datetime import timedelta
from itertools import permutations

import httpx
import pytest
from msgspec.structs import replace

from services.registration.domain.roster import Roster, SoldOut
from services.registration.tables import rosters
from shared.copies import Stale
from shared.database import Connection, Pool
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import EventState
from shared.messages.registration import RegistrationConfirmed, RosterState
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    NOON,
    ORGANISATION,
    a_series,
    an_event,
    changed,
    heard,
    signed_up,
    signed_up_for,
    statuses,
    told,
)
from tests.registration.test_portal_rosters import session_of_a_member
from tests.registration.test_sign_up_page import TYPED


async def rosters_by_id(db: Connection, event: EventState) -> list[Roster | None]:
    """Those of the event's dates, in the order of the dates."""
    return [await rosters.get(db, date.id) for date in event.occurrences]


def cancelled(date: Occurrence) -> Occurrence:
    return replace(date, status=OccurrenceStatus.CANCELLED)


def split(event: EventState, at: int) -> tuple[EventState, EventState]:
    """The series until this date, and the new event with the dates from there on."""
    now = event.changed_at + timedelta(minutes=1)
    rest = changed(event, occurrences=event.occurrences[:at], changed_at=now)
    new = a_series(occurrences=event.occurrences[at:], title="From now on elsewhere", changed_at=now)
    return rest, new


async def test_each_date_of_two_years_has_its_roster(db: Connection) -> None:
    event = await heard(db, a_series(104))

    found = await rosters.list_of_event(db, event.id)

    assert [roster.id for roster in found] == [date.id for date in event.occurrences]
    assert len(await told(db, RosterState)) == 104


async def test_dates_that_were_over_before_we_heard_of_them_have_no_roster(db: Connection) -> None:
    event = await heard(db, a_series(5, first=NEXT_WEEK - timedelta(days=17)))

    assert len(await rosters.list_of_event(db, event.id)) == 3


async def test_a_date_is_full_for_itself_alone(db: Connection) -> None:
    event = await heard(db, a_series(capacity=1))
    first, second, _ = event.occurrences

    answers = [
        await signed_up_for(db, event, first, "ada@a.example"),
        await signed_up_for(db, event, first, "bob@a.example"),
        await signed_up_for(db, event, second, "bob@a.example"),
    ]

    assert [answer.status for answer in answers] == ["confirmed", "waiting", "confirmed"]


async def test_new_dates_at_the_end_get_rosters_and_the_others_stay_as_they_are(db: Connection) -> None:
    event = await heard(db, a_series(3))
    longer = a_series(4).occurrences[3]

    await heard(db, changed(event, occurrences=[*event.occurrences, longer]))

    assert [state.id for state in await told(db, RosterState)] == [*(each.id for each in event.occurrences), longer.id]


async def test_a_cancelled_date_is_closed_and_keeps_its_people_and_the_others_stay_open(db: Connection) -> None:
    event = await heard(db, a_series())
    first, second, third = event.occurrences
    await signed_up_for(db, event, first, "ada@a.example")

    await heard(db, changed(event, occurrences=[cancelled(first), second, third]))

    assert [roster is not None and roster.closed_at is None for roster in await rosters_by_id(db, event)] == [
        False,
        True,
        True,
    ]
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}


async def test_a_cancelled_date_that_takes_place_after_all_opens_again(db: Connection) -> None:
    event = await heard(db, a_series(1))
    await heard(db, changed(event, occurrences=[cancelled(event.occurrences[0])]))

    await heard(db, changed(event, version=3))

    [roster] = await rosters_by_id(db, event)
    assert roster is not None
    assert roster.closed_at is None


async def test_a_date_that_moves_keeps_its_people_and_is_chosen_by_its_new_time(db: Connection) -> None:
    event = await heard(db, a_series())
    first, *others = event.occurrences
    await signed_up_for(db, event, first, "ada@a.example")
    moved = replace(first, starts_at=first.starts_at + timedelta(hours=1), ends_at=first.ends_at + timedelta(hours=1))

    await heard(db, changed(event, occurrences=[moved, *others]))
    await signed_up_for(db, event, moved, "bob@a.example")

    roster = await rosters.get(db, first.id)
    assert roster is not None
    assert (roster.starts_at, roster.seats_taken) == (moved.starts_at, 2)


@pytest.mark.parametrize("order", list(permutations(["before", "rest", "new"])))
async def test_the_dates_from_one_on_go_to_a_new_event_with_their_people_whichever_is_heard_first(
    db: Connection, order: tuple[str, ...]
) -> None:
    event = await heard(db, a_series(4))
    await signed_up_for(db, event, event.occurrences[0], "stays@a.example")
    await signed_up_for(db, event, event.occurrences[3], "goes@a.example")
    # A message from before the split may have been on its way for long.
    before = changed(event, title="Corrected", changed_at=event.changed_at + timedelta(seconds=1))
    rest, new = split(before, 2)

    for name in order:
        try:
            async with db.transaction():
                await heard(db, {"before": before, "rest": rest, "new": new}[name])
        except Stale:
            continue

    assert await statuses(db, event) == {"stays@a.example": "confirmed"}
    assert await statuses(db, new) == {"goes@a.example": "confirmed"}
    assert [roster and (roster.event_id, roster.closed_at) for roster in await rosters_by_id(db, before)] == [
        (event.id, None),
        (event.id, None),
        (new.id, None),
        (new.id, None),
    ]
    assert {state.id: (state.event_id, state.is_open) for state in await told(db, RosterState)} == {
        date.id: (event.id if number < 2 else new.id, True) for number, date in enumerate(before.occurrences)
    }


async def test_until_the_new_event_is_heard_of_its_dates_are_closed_and_nobody_is_cancelled(db: Connection) -> None:
    event = await heard(db, a_series(4))
    await signed_up_for(db, event, event.occurrences[3], "goes@a.example")
    rest, _ = split(event, 2)

    await heard(db, rest)

    assert await statuses(db, event) == {"goes@a.example": "confirmed"}
    last = await rosters.get(db, event.occurrences[3].id)
    assert last is not None
    assert last.closed_at is not None


async def test_who_waits_moves_up_at_the_new_event_when_it_has_more_places(db: Connection) -> None:
    event = await heard(db, a_series(2, capacity=1))
    for name in ("ada", "bob"):
        await signed_up_for(db, event, event.occurrences[1], f"{name}@a.example")
    rest, new = split(event, 1)

    await heard(db, replace(new, capacity=2))
    await heard(db, rest)

    assert await statuses(db, new) == {"ada@a.example": "confirmed", "bob@a.example": "confirmed"}
    assert (await told(db, RegistrationConfirmed))[-1].event_id == new.id


async def test_an_event_that_is_sold_out_takes_nobody_and_says_so(db: Connection) -> None:
    event = await heard(db, an_event(capacity=10))
    await signed_up(db, event, "ada@a.example")
    await heard(db, changed(event, is_sold_out=True))

    with pytest.raises(SoldOut):
        await signed_up(db, event, "bob@a.example")
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}

    await heard(db, changed(event, version=3))
    assert (await signed_up(db, event, "bob@a.example")).status == "confirmed"


@pytest.fixture
async def series(pool: Pool) -> EventState:
    """Each week for two years, with one place a time."""
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, a_series(104, capacity=1))
        await signed_up_for(db, event, event.occurrences[1], "ada@a.example")
        return event


def option(date: Occurrence) -> str:
    return f'<option value="{date.starts_at.replace(tzinfo=None).isoformat()}"'


async def test_the_next_dates_are_offered_and_all_of_them_on_demand(web: httpx.AsyncClient, series: EventState) -> None:
    first_page = (await web.get(f"/register/{series.slug}")).text
    all_dates = (await web.get(f"/register/{series.slug}?dates=all")).text

    assert [option(date) in first_page for date in series.occurrences] == [True] * 12 + [False] * 92
    assert "Show all 104 dates" in first_page
    assert all(option(date) in all_dates for date in series.occurrences)
    assert "Show all" not in all_dates
    assert first_page.count("(waiting list)") == 1


async def test_a_date_that_was_chosen_stays_chosen(web: httpx.AsyncClient, series: EventState) -> None:
    chosen = series.occurrences[50]
    starts_at = chosen.starts_at.replace(tzinfo=None).isoformat()

    linked = await web.get(f"/register/{series.slug}?starts_at={starts_at}")
    mistaken = await web.post(f"/register/{series.slug}", data=TYPED | {"starts_at": starts_at, "name": ""})

    assert f"{option(chosen)} selected>" in linked.text
    assert mistaken.status_code == 422
    assert f"{option(chosen)} selected>" in mistaken.text


async def test_a_date_that_is_not_one_of_the_series_is_a_mistake_in_its_field(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    starts_at = (NOON + timedelta(days=2)).replace(tzinfo=None).isoformat()

    page = await web.post(f"/register/{series.slug}", data=TYPED | {"party_size": "1", "starts_at": starts_at})
    answer = await web.post(
        "/api/registrations",
        json={
            "event_id": str(series.id),
            "starts_at": starts_at,
            "name": "Ada",
            "email": "ada@a.example",
            "party_size": 1,
            "language": "de",
            "consent": True,
        },
    )

    assert (page.status_code, answer.status_code) == (422, 422)
    assert 'id="problem-starts_at"' in page.text
    assert [error["field"] for error in answer.json()["errors"]] == ["starts_at"]


async def test_ones_own_page_says_ones_own_date_and_when_it_is_cancelled(
    web: httpx.AsyncClient, series: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db:
        [confirmed] = await told(db, RegistrationConfirmed)
    link = confirmed.link.removeprefix(BASE_URL)
    day = series.occurrences[1].starts_at.strftime("%-d %B %Y")

    shown = await web.get(link)
    assert day in shown.text
    assert "/events/" + series.slug + ".ics" not in shown.text

    async with pool.acquire() as db, db.transaction():
        dates = [cancelled(date) if number == 1 else date for number, date in enumerate(series.occurrences)]
        await heard(db, changed(series, occurrences=dates))
    shown = await web.get(link)
    assert "This date is cancelled." in shown.text
    assert day in shown.text


async def test_a_whole_day_of_a_series_is_shown_without_hours(web: httpx.AsyncClient, pool: Pool) -> None:
    midnight = NEXT_WEEK.replace(hour=0)
    event = a_series(
        2, first=midnight, starts_at=None, ends_at=None, starts_on=midnight.date(), ends_on=midnight.date()
    )
    days = [replace(date, ends_at=date.starts_at + timedelta(days=1)) for date in event.occurrences]
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, replace(event, occurrences=days))
        await signed_up_for(db, event, days[1], "ada@a.example")
        [confirmed] = await told(db, RegistrationConfirmed)

    shown = await web.get(confirmed.link.removeprefix(BASE_URL))

    assert f"<dd>{days[1].starts_at:%A, %-d %B %Y}</dd>" in shown.text


async def test_the_portal_lists_the_next_dates_and_those_with_people(
    web: httpx.AsyncClient, series: EventState, pool: Pool, environment: dict[str, str]
) -> None:
    async with pool.acquire() as db, db.transaction():
        late, off = series.occurrences[90], series.occurrences[2]
        await signed_up_for(db, series, late, "late@a.example")
        dates = [cancelled(date) if date == off else date for date in series.occurrences]
        await heard(db, changed(series, occurrences=dates))
    headers = await session_of_a_member(pool, environment, ORGANISATION)

    all_events = (await web.get("/portal/rosters", headers=headers)).text
    one_event = (await web.get(f"/portal/rosters/{series.id}", headers=headers)).text

    def shown(page: str) -> list[int]:
        return [n for n, date in enumerate(series.occurrences) if f"{date.starts_at:%A, %-d %B %Y, %H:%M}" in page]

    assert shown(all_events) == [0, 1, 2, 90]
    assert shown(one_event) == [*range(12), 90]
    assert "91 further dates" in one_event
    assert "Cancelled</span>" in one_event
