"""What people hear when their sign-up is changed, moved, cancelled for them, or passed on."""

from typing import Any

from services.notify.settings import Settings
from services.notify.tables import participants
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationPassedOn,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import a_registration, a_series, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import changed, entries_in
from tests.notify.test_changes import LATER


def change_of(fact: Any, **changes: Any) -> Any:
    """The change of a confirmed party of two."""
    change = {
        "registration_id": fact.registration_id,
        "event_id": fact.event_id,
        "roster_id": fact.roster_id,
        "email": fact.email,
        "status": RegistrationStatus.CONFIRMED,
        "previous_party_size": 2,
    }
    return a_registration(RegistrationChanged, **change | changes)


async def confirmed(
    db: Connection, settings: Settings, postmaster: Postmaster, event: EventState, **changes: Any
) -> RegistrationConfirmed:
    """Somebody who has a place, and whose mail has gone."""
    fact: RegistrationConfirmed = a_registration(event_id=event.id, **changes)
    await hear(db, settings, event, fact)
    await send_all(db, settings)
    postmaster.envelopes.clear()
    return fact


async def test_another_size_is_told_as_what_was_and_what_is_and_leaves_the_calendar_alone(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    first = await confirmed(db, settings, postmaster, an_event())

    await hear(db, settings, change_of(first, party_size=3))
    await send_all(db, settings)

    assert "People\nBefore: 2\nNow: 3\n" in postmaster.text()
    assert "The entry in your calendar stays as it is." in postmaster.text()
    assert list(postmaster.mails[0].iter_attachments()) == []


async def test_other_answers_are_told_as_such(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    first = await confirmed(db, settings, postmaster, an_event())

    await hear(db, settings, change_of(first, by_organiser=True))
    await send_all(db, settings)

    assert "The organiser has changed your sign-up" in postmaster.text()
    assert "What was filled in is different now." in postmaster.text()
    assert "Before" not in postmaster.text()


async def test_another_date_moves_the_entry_in_the_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    first_date, _, last_date = event.occurrences
    first = await confirmed(db, settings, postmaster, event, roster_id=first_date.id)

    await hear(db, settings, change_of(first, roster_id=last_date.id, moved_from=first_date.id))
    await send_all(db, settings)

    assert "Before: Saturday, 17 October 2099, 18:00 – 20:00" in postmaster.text()
    assert "Now: Saturday, 31 October 2099, 18:00 – 20:00" in postmaster.text()
    assert "The entry in your calendar moves along" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert (entry["UID"], entry["SEQUENCE"], entry.start) == (str(first.registration_id), 2, last_date.starts_at)


async def test_who_is_moved_to_another_event_and_back_has_one_entry_that_grows_newer(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event, other = an_event(), an_event(title="Herbstfest", slug="herbst", **LATER)
    first = await confirmed(db, settings, postmaster, event)
    there = {"event_id": other.id, "roster_id": other.id, "moved_from": event.id}

    await hear(db, settings, other, change_of(first, **there))
    await send_all(db, settings)
    await hear(db, settings, change_of(first, moved_from=other.id))
    await send_all(db, settings)

    assert "Before: Fest der Nachbarn\nNow: Herbstfest" in postmaster.text(0)
    assert "Before: Herbstfest\nNow: Fest der Nachbarn" in postmaster.text(1)
    found, uid = [entry for number in (0, 1) for entry in entries_in(postmaster, number)], str(first.registration_id)
    assert [(entry["UID"], entry["SEQUENCE"]) for entry in found] == [(uid, 2), (uid, 3)]


async def test_who_signs_up_again_for_the_date_they_were_moved_from_gets_a_second_entry(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    first_date, second_date, _ = event.occurrences
    first = await confirmed(db, settings, postmaster, event, roster_id=first_date.id)
    again = a_registration(event_id=event.id, roster_id=first_date.id)
    await hear(db, settings, change_of(first, roster_id=second_date.id, moved_from=first_date.id), again)
    await send_all(db, settings)

    moved, new = (entry for number in (0, 1) for entry in entries_in(postmaster, number))
    assert (moved["UID"], moved.start) == (str(first.registration_id), second_date.starts_at)
    assert (new["UID"], new.start) == (str(again.registration_id), first_date.starts_at)


async def test_who_was_moved_hears_of_changes_there_and_not_where_they_were(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event, other = an_event(), an_event(title="Herbstfest")
    first = await confirmed(db, settings, postmaster, event)
    moved = change_of(first, event_id=other.id, roster_id=other.id, moved_from=event.id)
    await hear(db, settings, other, moved, moved)
    assert await send_all(db, settings) == [MailState.SENT]

    await hear(db, settings, changed(event, **LATER))
    assert await send_all(db, settings) == []
    await hear(db, settings, changed(other, **LATER))
    assert await send_all(db, settings) == [MailState.SENT]


async def test_of_two_changes_heard_in_the_wrong_order_the_later_one_is_true(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    first = await confirmed(db, settings, postmaster, an_event())
    earlier, later = change_of(first, party_size=3), change_of(first, party_size=5, previous_party_size=3)

    await hear(db, settings, later, earlier)
    await send_all(db, settings)

    participant = await participants.find(db, first.registration_id)
    assert participant is not None
    assert participant.party_size == 5
    assert "Before: 3\nNow: 5\n" in postmaster.text(0)


async def test_an_organiser_who_cancels_is_quoted(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event()
    first = await confirmed(db, settings, postmaster, event)
    reason = "Der Raum ist zu klein.\nBcc: eve@spam.example"
    same = {"event_id": event.id, "registration_id": first.registration_id}

    await hear(db, settings, a_registration(RegistrationCancelled, **same, by_organiser=True, reason=reason))
    await send_all(db, settings)

    assert "The organiser has cancelled your sign-up" in postmaster.text()
    assert "AWO Witten writes:\n\n> Der Raum ist zu klein.\n> Bcc: eve@spam.example\n" in postmaster.text()
    assert postmaster.mails[0]["Bcc"] is None
    assert "sign up again" not in postmaster.text()


async def test_who_gets_a_place_passed_on_hears_all_of_it_and_the_one_before_that_it_is_gone(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    first = await confirmed(db, settings, postmaster, event)
    await hear(db, settings, passed_on(first))
    await send_all(db, settings)

    assert postmaster.recipients == [first.email, "new@people.example"]
    before, now = postmaster.mails
    assert before["Subject"] == "Passed on: Fest der Nachbarn"
    assert "registrations/newer" not in before.as_string() + postmaster.text(0)
    assert "https://win.example/registrations/newer" in postmaster.text(1)
    assert "Spam" not in now.as_string() + postmaster.text(1)


async def test_what_was_queued_for_the_one_before_is_not_sent(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    first = a_registration(event_id=event.id)

    await hear(db, settings, event, first, passed_on(first))

    assert sorted(await send_all(db, settings)) == [MailState.SENT, MailState.SENT, MailState.SKIPPED]
    assert (await rows(db))[0]["last_answer"] == "The sign-up has another mail address now."


async def test_a_waiting_party_that_is_moved_hears_how_it_stands_and_gets_no_entry(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    first_date, second_date, _ = event.occurrences
    waiting = a_registration(RegistrationWaiting, event_id=event.id, roster_id=first_date.id, waiting_position=1)
    await hear(db, settings, event, waiting)
    await send_all(db, settings)

    moved = {"roster_id": second_date.id, "moved_from": first_date.id, "status": RegistrationStatus.WAITING}
    await hear(db, settings, change_of(waiting, **moved))
    await send_all(db, settings)

    assert "Your sign-up: You are on the waiting list" in postmaster.text()
    assert "calendar" not in postmaster.text()
    assert list(postmaster.mails[-1].iter_attachments()) == []


def passed_on(first: RegistrationConfirmed) -> Any:
    return a_registration(
        RegistrationPassedOn,
        registration_id=first.registration_id,
        event_id=first.event_id,
        name="Spam",
        email="new@people.example",
        link="https://win.example/registrations/newer",
        status=RegistrationStatus.CONFIRMED,
        previous_name=first.name,
        previous_email=first.email,
        previous_language="en",
    )
