"""What people hear when an event changes: the difference, once it has settled."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import structs

from services.notify.commands.tell_participants import tell_participants
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Place
from shared.messages.events import EventState, EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import RegistrationCancelled, RegistrationWaiting
from tests.notify.given import a_registration, an_event, hear, rows, send_all, tried_again
from tests.notify.postmaster import Postmaster
from tests.notify.series import changed

LATER = {"starts_at": datetime(2099, 10, 18, 19), "ends_at": datetime(2099, 10, 18, 21)}


async def signed_up(db: Connection, settings: Settings, *facts: Any) -> EventState:
    """An event with these sign-ups, whose mails have gone."""
    event = an_event()
    await hear(db, settings, event, *(structs.replace(fact, event_id=event.id, roster_id=event.id) for fact in facts))
    await send_all(db, settings)
    return event


async def test_those_who_come_or_wait_are_told_what_was_and_what_is(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    gone = a_registration(email="gone@people.example")
    event = await signed_up(
        db,
        settings,
        a_registration(email="comes@people.example"),
        a_registration(RegistrationWaiting, email="waits@people.example", waiting_position=1),
        gone,
        a_registration(RegistrationCancelled, registration_id=gone.registration_id, email="gone@people.example"),
    )
    postmaster.envelopes.clear()

    await hear(db, settings, changed(event, **LATER))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["comes@people.example", "waits@people.example"]
    assert "Before: Saturday, 17 October 2099, 18:00 – 20:00" in postmaster.text()
    assert "Now: Sunday, 18 October 2099, 19:00 – 21:00" in postmaster.text()
    assert "Saalbau" not in postmaster.text()


async def test_several_edits_are_one_mail(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = await signed_up(db, settings, a_registration())

    moved = changed(event, **LATER)
    await hear(db, settings, moved, changed(moved, place=Place(name="Rathaus")), moved)
    await send_all(db, settings)

    assert len(postmaster.mails) == 2
    assert "Sunday, 18 October" in postmaster.text()
    assert "Now: Rathaus" in postmaster.text()


async def test_what_was_changed_back_is_no_mail(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = await signed_up(db, settings, a_registration())

    moved = changed(event, **LATER)
    await hear(db, settings, moved, changed(moved, starts_at=event.starts_at, ends_at=event.ends_at))
    await send_all(db, settings)

    assert len(postmaster.mails) == 1
    assert await db.fetchval("SELECT count(*) FROM pending_changes") == 0


async def test_nothing_is_queued_before_the_event_has_settled(db: Connection, settings: Settings) -> None:
    event = await signed_up(db, settings, a_registration())

    await hear(db, structs.replace(settings, settling_seconds=300), changed(event, **LATER))
    await tell_participants(db)
    assert len(await rows(db)) == 1

    await db.execute("UPDATE pending_changes SET due_at = due_at - $1::interval", timedelta(minutes=5))
    await tell_participants(db)
    assert len(await rows(db)) == 2


async def test_a_mail_overtaken_by_the_next_change_is_left_to_the_next_mail(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, a_registration())

    moved = changed(event, **LATER)
    await hear(db, settings, moved)
    await tell_participants(db)
    await hear(db, structs.replace(settings, settling_seconds=300), changed(moved, place=Place(name="Rathaus")))
    assert await send_all(db, settings) == [MailState.SKIPPED]

    await db.execute("UPDATE pending_changes SET due_at = due_at - $1::interval", timedelta(minutes=5))
    assert await send_all(db, settings) == [MailState.SENT]
    assert "Sunday, 18 October" in postmaster.text()
    assert "Now: Rathaus" in postmaster.text()


async def test_who_signed_up_after_the_change_hears_nothing_of_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, a_registration(email="early@people.example"))
    moved = changed(event, **LATER)

    await hear(db, settings, moved, a_registration(event_id=event.id, email="late@people.example"))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["early@people.example", "early@people.example", "late@people.example"]


async def test_two_changes_while_the_mail_server_is_away_are_told_once(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, a_registration())
    moved = changed(event, **LATER)

    postmaster.after_data = ["451 later"]
    await hear(db, settings, moved)
    await send_all(db, settings)
    await hear(db, settings, changed(moved, place=Place(name="Rathaus")))
    await send_all(db, settings)
    await tried_again(db)
    await send_all(db, settings)

    assert len(postmaster.mails) == 2
    assert "Sunday, 18 October" in postmaster.text()
    assert [row["state"] for row in await rows(db)] == ["sent", "sent", "skipped"]


async def test_a_cancelled_event_is_told_as_such(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = await signed_up(db, settings, a_registration())

    await hear(db, settings, changed(event, status=EventStatus.CANCELLED, title="Anders"))
    await send_all(db, settings)

    assert postmaster.mails[-1]["Subject"] == "Cancelled: Fest der Nachbarn"
    assert "Saturday, 17 October 2099, 18:00 – 20:00" in postmaster.text()


async def test_a_postponed_event_says_that_the_new_date_is_not_known(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, a_registration())

    await hear(db, settings, changed(event, status=EventStatus.POSTPONED, starts_at=None, ends_at=None))
    await send_all(db, settings)

    assert "Now: It is postponed; the new date is not known yet" in postmaster.text()


async def test_a_correction_of_what_is_over_is_told_to_nobody(db: Connection, settings: Settings) -> None:
    past = {"starts_at": datetime(2021, 3, 26, 17), "ends_at": datetime(2021, 3, 26, 19)}
    event = an_event(**past)
    await hear(db, settings, event, a_registration(event_id=event.id), changed(event, title="Sitzung"))

    assert await send_all(db, settings) == [MailState.SKIPPED]
