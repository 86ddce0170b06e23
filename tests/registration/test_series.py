"""People sign up for one date of a series: what becomes of theirs when the series changes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from services.registration.domain.roster import Roster, SoldOut
from services.registration.tables import rosters
from shared.database import Connection
from shared.messages.event_details import Occurrence, OccurrenceStatus
from shared.messages.events import EventState
from shared.messages.registration import RosterState
from tests.registration.given import (
    NEXT_WEEK,
    a_series,
    an_event,
    changed,
    heard,
    signed_up,
    signed_up_for,
    statuses,
    told,
)


async def rosters_by_id(db: Connection, event: EventState) -> list[Roster | None]:
    """Those of the event's dates, in the order of the dates."""
    return [await rosters.get(db, date.id) for date in event.occurrences]


def cancelled(date: Occurrence) -> Occurrence:
    return replace(date, status=OccurrenceStatus.CANCELLED)


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


async def test_an_event_that_is_sold_out_takes_nobody_and_says_so(db: Connection) -> None:
    event = await heard(db, an_event(capacity=10))
    await signed_up(db, event, "ada@a.example")
    await heard(db, changed(event, is_sold_out=True))

    with pytest.raises(SoldOut):
        await signed_up(db, event, "bob@a.example")
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}

    await heard(db, changed(event, version=3))
    assert (await signed_up(db, event, "bob@a.example")).status == "confirmed"
