"""Sign-up opens and closes when the organiser says."""

from datetime import UTC, datetime, timedelta

from services.registration.commands.apply_settings import apply_settings
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import rosters
from shared.database import Connection
from shared.messages.registration import RosterState
from tests.registration.changing import set_up
from tests.registration.given import BASE_URL, NEXT_WEEK, a_series, an_event, changed, heard, roster_of, told

OPENS_AT = datetime(2026, 10, 25, 9, 0)


async def test_each_date_closes_so_long_before_it_begins_and_all_open_at_one_moment(db: Connection) -> None:
    event = await heard(db, a_series(3, time_zone="Europe/Berlin"))

    await apply_settings(db, event.id, SignUpSettings(opens_at=OPENS_AT, closes_hours_before=48), base_url=BASE_URL)

    found = await rosters.list_of_event(db, event.id)
    assert [roster.closes_at for roster in found] == [
        date.starts_at - timedelta(hours=48) for date in event.occurrences
    ]
    # The clocks were set back that night: nine o'clock is eight in UTC again.
    assert {roster.opens_at for roster in found} == {datetime(2026, 10, 25, 8, 0, tzinfo=UTC)}
    assert {state.closes_at for state in await told(db, RosterState)} >= {roster.closes_at for roster in found}


async def test_without_settings_sign_up_is_open_at_once_until_the_start(db: Connection) -> None:
    event = await heard(db, an_event())
    await apply_settings(db, event.id, SignUpSettings(opens_at=OPENS_AT, closes_hours_before=48), base_url=BASE_URL)

    for _ in range(2):
        await apply_settings(db, event.id, SignUpSettings(), base_url=BASE_URL)

    roster = await roster_of(db, event)
    assert (roster.opens_at, roster.closes_at) == (None, None)
    assert [state.version for state in await told(db, RosterState)] == [1, 2, 3]


async def test_a_date_that_moves_closes_as_long_before_its_new_start(db: Connection) -> None:
    event = await heard(db, an_event())
    await set_up(db, event, closes_hours_before=24)
    moved = a_series(1, first=NEXT_WEEK + timedelta(days=3)).occurrences[0]

    await heard(db, changed(event, occurrences=[moved]))

    [_, roster] = await rosters.list_of_event(db, event.id)
    assert roster.closes_at == moved.starts_at - timedelta(hours=24)
