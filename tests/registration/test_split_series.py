"""The dates of a series go to a new event from one on, with all who are on their rosters."""

from datetime import timedelta
from itertools import permutations

import pytest
from msgspec.structs import replace

from services.registration.tables import rosters, sign_up_settings
from shared.copies import Stale
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import RegistrationOffered, RosterState
from tests.registration.changing import set_up
from tests.registration.given import (
    a_series,
    changed,
    heard,
    signed_up_for,
    statuses,
    told,
)
from tests.registration.test_series import rosters_by_id


def split(event: EventState, at: int) -> tuple[EventState, EventState]:
    """The series until this date, and the new event with the dates from there on."""
    now = event.changed_at + timedelta(minutes=1)
    rest = changed(event, occurrences=event.occurrences[:at], changed_at=now)
    new = a_series(occurrences=event.occurrences[at:], title="From now on elsewhere", changed_at=now)
    return rest, new


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


async def test_the_new_event_asks_what_the_old_one_asked_unless_its_organiser_was_faster(db: Connection) -> None:
    event = await heard(db, a_series(4))
    await set_up(db, event, note="Please bring a cup.")
    rest, new = split(event, 2)
    rest, newest = split(rest, 1)
    await set_up(db, newest, note="Please bring a plate.")

    for state in (new, newest):
        await heard(db, state)

    assert (await sign_up_settings.get(db, new.id)).note == "Please bring a cup."
    assert (await sign_up_settings.get(db, newest.id)).note == "Please bring a plate."


async def test_who_waits_gets_an_offer_at_the_new_event_when_it_has_more_places(db: Connection) -> None:
    event = await heard(db, a_series(2, capacity=1))
    for name in ("ada", "bob"):
        await signed_up_for(db, event, event.occurrences[1], f"{name}@a.example")
    rest, new = split(event, 1)

    await heard(db, replace(new, capacity=2))
    await heard(db, rest)

    assert await statuses(db, new) == {"ada@a.example": "confirmed", "bob@a.example": "offered"}
    assert (await told(db, RegistrationOffered))[-1].event_id == new.id
