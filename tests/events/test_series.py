"""Series as a partner changes them, and as calendar apps then see them."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events

from services.events.commands.cancel_occurrence import cancel_occurrence
from services.events.commands.change_event import change_event
from services.events.commands.continue_event import continue_event
from services.events.commands.extend_series import extend_series
from services.events.commands.keep_text import keep_text
from services.events.commands.move_occurrence import move_occurrence
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import Event, WrongStatus
from services.events.domain.occurrences import MOST_EXCEPTIONS, MoveFields, following
from services.events.domain.recurrence import AHEAD
from services.events.domain.texts import TextFields
from services.events.tables import events, occurrences
from shared.calendar import calendar
from shared.database import Connection
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.problems import Invalid
from tests.events.given import BASE_URL, NEXT_YEAR, a_partner, a_published_event, fields, staged

START = datetime(NEXT_YEAR, 5, 3, 18, 0)
WEEK = timedelta(days=7)
TEN_WEEKS = RecurrenceFields(rule="FREQ=WEEKLY;COUNT=10")


async def test_one_date_can_be_called_off_and_stays_visible_as_cancelled(db: Connection) -> None:
    event = await a_series(db)
    third = (await occurrences.list_stored(db, event.id))[2]

    changed = await cancel_occurrence(db, event.id, third.id, base_url=BASE_URL)

    state = (await staged(db))[-1]
    assert changed.sequence == event.sequence + 1
    assert [each.status for each in state.occurrences].index(OccurrenceStatus.CANCELLED) == 2
    seen = seen_in(state)
    assert len(seen) == 10
    assert seen[START + 2 * WEEK] == ("CANCELLED", START + 2 * WEEK + timedelta(hours=2))
    assert [status for status, _ in seen.values()].count("CONFIRMED") == 9
    assert START + 2 * WEEK not in seen_in(state, without_cancelled=True)


async def test_one_date_can_be_moved_and_the_others_stay(db: Connection) -> None:
    event = await a_series(db)
    second = (await occurrences.list_stored(db, event.id))[1]
    later = START + WEEK + timedelta(days=1, hours=1)

    await move_occurrence(
        db, event.id, second.id, MoveFields(starts_at=later, ends_at=later + timedelta(hours=1)), base_url=BASE_URL
    )

    state = (await staged(db))[-1]
    assert {each.id: each.recurrence_id for each in state.occurrences}[second.id] == START + WEEK
    seen = seen_in(state)
    assert seen[later] == ("CONFIRMED", later + timedelta(hours=1))
    assert START + WEEK not in seen
    assert len(seen) == 10


async def test_what_was_moved_or_cancelled_stays_so_when_the_series_changes(db: Connection) -> None:
    event = await a_series(db)
    stored = await occurrences.list_stored(db, event.id)
    later = START + WEEK + timedelta(days=1)
    to = MoveFields(starts_at=later, ends_at=later + timedelta(hours=2))
    await move_occurrence(db, event.id, stored[1].id, to, base_url=BASE_URL)
    await cancel_occurrence(db, event.id, stored[2].id, base_url=BASE_URL)

    await change_event(
        db, event.id, fields(recurrence=RecurrenceFields(rule="FREQ=WEEKLY;COUNT=12")), base_url=BASE_URL
    )

    seen = seen_in((await staged(db))[-1])
    assert (len(seen), seen[later][0], seen[START + 2 * WEEK][0]) == (12, "CONFIRMED", "CANCELLED")


async def test_this_and_all_later_dates_become_an_event_of_their_own_with_the_same_occurrences(db: Connection) -> None:
    event = await a_series(db)
    before = await occurrences.list_stored(db, event.id)
    fifth = before[4]
    from_then_on = following(event.fields, fifth)
    an_hour_later = {
        "starts_at": from_then_on.starts_at + timedelta(hours=1) if from_then_on.starts_at else None,
        "ends_at": from_then_on.ends_at + timedelta(hours=1) if from_then_on.ends_at else None,
    }

    continued = await continue_event(
        db, event.id, fifth.id, fields(**an_hour_later, recurrence=from_then_on.recurrence), base_url=BASE_URL
    )

    new, old = (await staged(db))[-2:]
    assert (new.id, old.id, continued.status) == (continued.id, event.id, EventStatus.PUBLISHED)
    assert [each.id for each in old.occurrences] == [each.id for each in before[:4]]
    assert [each.id for each in new.occurrences] == [each.id for each in before[4:]]
    assert min(seen_in(new)) == START + 4 * WEEK + timedelta(hours=1)
    assert (len(seen_in(old)), len(seen_in(new))) == (4, 6)
    assert old.sequence == event.sequence + 1


async def test_a_day_taken_out_leaves_no_trace(db: Connection) -> None:
    event = await a_series(db)
    day = (START + WEEK).date()

    await change_event(
        db,
        event.id,
        fields(recurrence=RecurrenceFields(rule=TEN_WEEKS.rule, except_on=[day])),
        base_url=BASE_URL,
    )

    assert START + WEEK not in seen_in((await staged(db))[-1])


async def test_whole_days_can_repeat_too(db: Connection) -> None:
    first = date(NEXT_YEAR, 6, 1)
    event = await a_published_event(
        db,
        await a_partner(db),
        starts_at=None,
        ends_at=None,
        starts_on=first,
        ends_on=first + timedelta(days=1),
        recurrence=RecurrenceFields(rule="FREQ=MONTHLY;COUNT=3", except_on=[date(NEXT_YEAR, 7, 1)]),
    )
    last = (await occurrences.list_stored(db, event.id))[-1]
    await cancel_occurrence(db, event.id, last.id, base_url=BASE_URL)

    entries = recurring_ical_events.of(feed((await staged(db))[-1])).between(NEXT_YEAR, NEXT_YEAR + 1)
    assert [(each.start, each.end, str(each["STATUS"])) for each in entries] == [
        (first, first + timedelta(days=2), "CONFIRMED"),
        (date(NEXT_YEAR, 8, 1), date(NEXT_YEAR, 8, 3), "CANCELLED"),
    ]


async def test_an_open_series_is_kept_two_years_ahead_and_nobody_is_told_of_a_change(db: Connection) -> None:
    event = await a_series(db, recurrence=RecurrenceFields(rule="FREQ=WEEKLY"))
    cut = datetime.now(UTC) + AHEAD - timedelta(days=100)
    await db.execute("DELETE FROM occurrences WHERE starts_at > $1", cut)

    await extend_series(db, base_url=BASE_URL)

    state = (await staged(db))[-1]
    assert state.occurrences[-1].starts_at > datetime.now(UTC) + AHEAD
    assert (state.changed_at, state.sequence) == (event.changed_at, event.sequence)
    assert state.version == event.version + 1
    await extend_series(db, base_url=BASE_URL)
    assert (await events.get(db, event.id)).version == state.version


async def test_only_series_that_people_know_have_dates_to_be_changed_alone(db: Connection) -> None:
    alone = await a_published_event(db, await a_partner(db))
    (only,) = await occurrences.list_stored(db, alone.id)

    with pytest.raises(WrongStatus):
        await cancel_occurrence(db, alone.id, only.id, base_url=BASE_URL)


async def test_a_series_of_nothing_but_exceptions_is_refused(db: Connection) -> None:
    event = await a_series(db, recurrence=RecurrenceFields(rule="FREQ=DAILY;COUNT=100"))
    stored = await occurrences.list_stored(db, event.id)
    await db.execute(
        "UPDATE occurrences SET status = 'cancelled' WHERE id = ANY($1)", [each.id for each in stored[:MOST_EXCEPTIONS]]
    )

    with pytest.raises(Invalid):
        await cancel_occurrence(db, event.id, stored[-1].id, base_url=BASE_URL)


async def test_more_text_than_a_message_can_hold_is_refused_before_anybody_waits_for_it(db: Connection) -> None:
    event = await a_series(db, recurrence=RecurrenceFields(rule="FREQ=WEEKLY;COUNT=30"))
    await db.execute("UPDATE occurrences SET status = 'cancelled' WHERE event_id = $1", event.id)
    text = TextFields(title="سلام", description="سلام " * 1000)
    for language in ("ar", "fa"):
        await keep_text(db, event.id, language, text, base_url=BASE_URL)

    with pytest.raises(Invalid) as problem:
        await keep_text(db, event.id, "ku", text, base_url=BASE_URL)

    assert problem.value.errors[0].field == "description"


async def a_series(db: Connection, recurrence: RecurrenceFields = TEN_WEEKS) -> Event:
    return await a_published_event(db, await a_partner(db), recurrence=recurrence)


def feed(state: EventState, *, without_cancelled: bool = False) -> icalendar.Calendar:
    rendered = (state.vevents_without_cancelled if without_cancelled else state.vevents)["de"]
    body = calendar([rendered], name="WIN", language="de", time_zones=[state.time_zone])
    return icalendar.Calendar.from_ical(body)


def seen_in(state: EventState, *, without_cancelled: bool = False) -> dict[datetime, tuple[str, datetime]]:
    """What an app shows: status and end by start, as wall times."""
    entries = recurring_ical_events.of(feed(state, without_cancelled=without_cancelled)).between(
        NEXT_YEAR, NEXT_YEAR + 2
    )
    return {each.start.replace(tzinfo=None): (str(each["STATUS"]), each.end.replace(tzinfo=None)) for each in entries}
