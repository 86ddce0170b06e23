"""What people hear who come on one date of a series: of theirs, and of no other."""

from datetime import timedelta
from uuid import uuid4

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Occurrence, OccurrenceStatus, Place
from shared.messages.events import EventStatus
from tests.notify.given import hear, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import FIRST, HOUR, SECOND, changed, entries_in, moved, sign_up_for, signed_up, with_date


async def test_only_those_whose_date_moves_hear_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, occurrences=moved(event, 0), sequence=1))
    await send_all(db, settings)

    assert postmaster.recipients == [FIRST]
    assert "Before: Saturday, 17 October 2099, 18:00 – 20:00" in postmaster.text()
    assert "Now: Saturday, 17 October 2099, 19:00 – 21:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert entry["SEQUENCE"] == 2
    assert entry.start == event.occurrences[0].starts_at + HOUR


async def test_only_those_whose_date_is_cancelled_hear_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(
        db, settings, changed(event, occurrences=with_date(event, 1, status=OccurrenceStatus.CANCELLED), sequence=1)
    )
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND]
    assert "Your date is cancelled" in postmaster.text()
    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 2)


async def test_a_cancelled_date_that_takes_place_after_all_is_told(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    off = changed(event, occurrences=with_date(event, 1, status=OccurrenceStatus.CANCELLED))
    await hear(db, settings, off)
    await send_all(db, settings)

    await hear(db, settings, changed(off, occurrences=event.occurrences))
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND, SECOND]
    assert "Now: It takes place" in postmaster.text()
    assert [entry["SEQUENCE"] for number in (0, 1) for entry in entries_in(postmaster, number)] == [2, 3]


async def test_another_place_is_told_to_all_each_with_their_date(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, place=Place(name="Rathaus")))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, SECOND]
    for number, recipient in enumerate(postmaster.recipients):
        day = {FIRST: "17 October", SECOND: "24 October"}[recipient]
        assert f"When: Saturday, {day} 2099, 18:00 – 20:00" in postmaster.text(number)
        assert "Now: Rathaus" in postmaster.text(number)


async def test_a_cancelled_series_is_told_to_all(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = await signed_up(db, settings, postmaster)

    await hear(db, settings, changed(event, status=EventStatus.CANCELLED))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, SECOND]


async def test_new_dates_at_the_end_are_told_to_nobody(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    last = event.occurrences[-1]
    new = Occurrence(
        id=uuid4(), starts_at=last.starts_at + timedelta(weeks=1), ends_at=last.ends_at + timedelta(weeks=1)
    )

    await hear(db, settings, changed(event, occurrences=[*event.occurrences, new]))

    assert await db.fetchval("SELECT count(*) FROM pending_changes") == 0
    assert await send_all(db, settings) == []


async def test_a_change_of_the_date_of_others_does_not_hold_ones_own_mail_back(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    await hear(db, settings, changed(event, occurrences=moved(event, 0)), sign_up_for(event, 2, "new@people.example"))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == [FIRST, "new@people.example"]
