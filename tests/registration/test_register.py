"""Registering, on the real database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.register import Date, register, register_all
from services.registration.domain.registration import Reply
from services.registration.domain.roster import RegistrationClosed
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.messages.registration import (
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationWaiting,
    RosterState,
)
from shared.problems import Invalid, NotFound, Problem
from shared.sessions import digest_of
from tests.registration.given import (
    BASE_URL,
    NEXT_WEEK,
    a_series,
    an_ask,
    an_event,
    an_occurrence,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)


async def test_the_last_seat_confirms_and_the_next_person_waits(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)

    first = await signed_up(db, event, "ada@a.example")
    second = await signed_up(db, event, "bob@a.example")

    assert (first.status, second.status, second.waiting_position) == ("confirmed", "waiting", 1)
    assert await seats_and_waiting(db, event) == (1, 1)
    assert [fact.email for fact in await told(db, RegistrationConfirmed)] == ["ada@a.example"]
    [waiting] = await told(db, RegistrationWaiting)
    assert (waiting.email, waiting.waiting_position, waiting.language) == ("bob@a.example", 1, "uk")


async def test_a_party_is_not_split(db: Connection) -> None:
    event = await an_open_event(db, capacity=4)
    await signed_up(db, event, "ada@a.example", 3)

    family = await signed_up(db, event, "bob@a.example", 2)

    assert family.status == "waiting"
    assert await seats_and_waiting(db, event) == (3, 1)


async def test_each_fact_brings_a_link_of_which_we_store_the_digest_alone(db: Connection) -> None:
    event = await an_open_event(db)
    answer = await signed_up(db, event, "ada@a.example")

    [fact] = await told(db, RegistrationConfirmed)
    start, _, token = fact.link.rpartition("/")
    found = await registrations.find_by_link(db, digest_of(token))

    assert start == f"{BASE_URL}/registrations"
    assert found is not None
    assert found.id == answer.registration_id
    assert await db.fetchval("SELECT count(*) FROM access_links WHERE digest = $1", token) == 0


async def test_others_hear_how_full_the_roster_is_with_a_growing_version(db: Connection) -> None:
    event = await an_open_event(db, capacity=2)
    await signed_up(db, event, "ada@a.example", 2)
    await signed_up(db, event, "bob@a.example")

    states = await told(db, RosterState)

    assert [state.version for state in states] == [1, 2, 3]
    assert [(state.seats_left, state.waiting_count) for state in states] == [(2, 0), (0, 0), (0, 1)]
    assert {state.id for state in states} == {event.occurrences[0].id}


async def test_a_repeated_address_changes_nothing_and_is_answered_like_a_new_one(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    first = await signed_up(db, event, "ada@a.example", 2)
    states = await told(db, RosterState)

    again = await signed_up(db, event, "ADA@a.example", 1, name="Somebody else")
    larger = await signed_up(db, event, "ada@a.example", 2)

    assert again == Reply(registration_id=first.registration_id, status=first.status)
    assert (larger.status, larger.waiting_position) == ("waiting", 1)
    assert await seats_and_waiting(db, event) == (2, 0)
    assert await told(db, RosterState) == states
    for repeated in await told(db, RegistrationRepeated):
        assert (repeated.name, repeated.status, repeated.party_size) == ("Ada", "confirmed", 2)
        token = repeated.link.rpartition("/")[2]
        assert await registrations.find_by_link(db, digest_of(token)) is not None


async def test_a_repeated_address_that_waits_hears_its_true_position(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    for name in ("ada", "bob", "cem", "dana"):
        await signed_up(db, event, f"{name}@a.example")

    answer = await signed_up(db, event, "cem@a.example")

    assert answer.waiting_position == 4
    [repeated] = await told(db, RegistrationRepeated)
    assert (repeated.status, repeated.waiting_position) == ("waiting", 2)


async def test_the_same_request_again_gets_the_same_answer_and_does_nothing(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    first = await signed_up(db, event, "ada@a.example", key="key")
    await cancel_registration(db, first.registration_id, base_url=BASE_URL)
    messages = await db.fetchval("SELECT count(*) FROM outbox")
    await heard(db, changed(event, status=EventStatus.CANCELLED))

    again = await signed_up(db, event, "ada@a.example", key="key")

    assert again == first
    assert await statuses(db, event) == {"ada@a.example": "cancelled"}
    assert await db.fetchval("SELECT count(*) FROM outbox") == messages + 1


async def test_the_same_repetition_again_brings_no_second_mail(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@a.example")

    first, again = [await signed_up(db, event, "ada@a.example", key="key") for _ in range(2)]

    assert first == again
    assert len(await told(db, RegistrationRepeated)) == 1


async def test_who_has_cancelled_can_register_again(db: Connection) -> None:
    event = await an_open_event(db)
    first = await signed_up(db, event, "ada@a.example")
    await cancel_registration(db, first.registration_id, base_url=BASE_URL)

    again = await signed_up(db, event, "ada@a.example")

    assert again.registration_id != first.registration_id
    assert await seats_and_waiting(db, event) == (1, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.POSTPONED},
        {"takes_registrations": False},
        {"occurrences": []},
        {"occurrences": [an_occurrence(NEXT_WEEK - timedelta(days=8))]},
    ],
)
async def test_an_event_that_takes_nobody_says_so(db: Connection, changes: dict[str, object]) -> None:
    event = await an_open_event(db)
    await heard(db, changed(event, **changes))

    with pytest.raises(RegistrationClosed):
        await signed_up(db, event, "ada@a.example")


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.SUBMITTED, EventStatus.RETURNED])
async def test_an_event_that_is_not_public_is_not_there(db: Connection, status: EventStatus) -> None:
    event = await an_open_event(db, status=status)

    with pytest.raises(NotFound):
        await signed_up(db, event, "ada@a.example")


async def test_an_unknown_event_is_not_there(db: Connection) -> None:
    with pytest.raises(NotFound):
        await register(db, Date(event_id=uuid4()), an_ask(), base_url=BASE_URL)


async def test_of_several_dates_one_must_be_named(db: Connection) -> None:
    dates = [an_occurrence(), an_occurrence(NEXT_WEEK + timedelta(days=7))]
    event = await heard(db, an_event(occurrences=dates, time_zone="Asia/Kolkata"))
    on_the_clocks_there = (dates[1].starts_at + timedelta(hours=5, minutes=30)).replace(tzinfo=None)

    for unclear in (None, NEXT_WEEK.replace(tzinfo=None)):
        with pytest.raises(Invalid, match="starts_at"):
            await register(db, Date(event_id=event.id, starts_at=unclear), an_ask(), base_url=BASE_URL)
    await register(db, Date(event_id=event.id, starts_at=on_the_clocks_there), an_ask(), base_url=BASE_URL)

    assert [state.id for state in await told(db, RosterState)][2:] == [dates[1].id]


async def test_of_a_series_with_one_date_left_none_has_to_be_named(db: Connection) -> None:
    event = await heard(db, a_series(dates=2))
    first, last = event.occurrences
    await db.execute("UPDATE rosters SET starts_at = now() - interval '1 minute' WHERE id = $1", first.id)

    await register(db, Date(event_id=event.id), an_ask(), base_url=BASE_URL)

    assert (await told(db, RosterState))[-1].id == last.id


async def test_in_a_batch_each_has_an_own_answer_and_one_bad_request_fails_alone(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    asks = [
        an_ask("ada@a.example", 2),
        an_ask("bob@a.example", 4),
        an_ask("cem@a.example", consent=False),
        an_ask("ada@a.example", 1),
        an_ask("dana@a.example", 1, key="key"),
        an_ask("eve@a.example", 1),
        an_ask("dana@a.example", 1, key="key"),
    ]

    given = await register_all(db, Date(event_id=event.id), asks, base_url=BASE_URL)

    said = [type(each).__name__ if isinstance(each, Problem) else each.status.value for each in given]
    assert said == ["confirmed", "Invalid", "Invalid", "confirmed", "confirmed", "waiting", "confirmed"]
    assert given[4] == given[6]
    assert await statuses(db, event) == {
        "ada@a.example": "confirmed",
        "dana@a.example": "confirmed",
        "eve@a.example": "waiting",
    }
    assert await seats_and_waiting(db, event) == (3, 1)
    assert len(await told(db, RosterState)) == 2
