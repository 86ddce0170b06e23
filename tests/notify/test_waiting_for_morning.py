"""At night a mail waits for the morning, unless it is urgent or awaited."""

from datetime import datetime, timedelta

import pytest
from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages import Message
from shared.messages.event_details import Place
from shared.messages.events import EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationFact,
    RegistrationOffered,
    RegistrationPending,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import a_login, a_member, a_registration, an_event, hear, rows, send_all
from tests.notify.night import NOW, TOKYO, an_event_in, announced, changed, night, signed_up
from tests.notify.postmaster import Postmaster


async def test_what_is_held_was_not_tried_and_is_due_when_the_night_ends(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)
    await hear(db, at_night, changed(event, title="Anders"))
    await send_all(db, at_night)

    held = (await rows(db))[-1]
    assert (held["state"], held["tries"], held["last_answer"]) == ("queued", 0, "")
    assert f"{held['due_at'].astimezone(settings.zone):%H:%M}" == at_night.quiet_until


@pytest.mark.parametrize("hours", [1, 11])
async def test_of_what_begins_soon_people_hear_at_night(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster, hours: int
) -> None:
    event = an_event_in(hours)
    grace = await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, place=Place(name="Rathaus")), announced(grace))

    assert await send_all(db, at_night) == [MailState.SENT, MailState.SENT]


async def test_that_it_does_not_begin_soon_any_more_people_hear_at_night_too(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event_in(10)
    await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, starts_at=datetime(2099, 10, 17, 18), ends_at=datetime(2099, 10, 17, 20)))

    assert await send_all(db, at_night) == [MailState.SENT]


async def test_it_is_night_where_the_date_is_and_not_where_the_network_is(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    night_in_tokyo = night(settings, TOKYO)
    here, there = an_event(), an_event(time_zone="Asia/Tokyo")
    for event in (here, there):
        await signed_up(db, settings, postmaster, event)

    await hear(db, night_in_tokyo, changed(here, title="Hier"), changed(there, title="Dort"))
    await send_all(db, night_in_tokyo)

    assert [mail["Subject"] for mail in postmaster.mails] == ["Changed: Hier"]


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (a_registration(), MailState.SENT),
        (a_registration(RegistrationPending, held_until=NOW + timedelta(minutes=30)), MailState.SENT),
        (a_registration(RegistrationWaiting, waiting_position=1), MailState.SENT),
        (a_registration(RegistrationRepeated, status=RegistrationStatus.CONFIRMED), MailState.SENT),
        (a_registration(RegistrationCancelled), MailState.SENT),
        (a_registration(RegistrationCancelled, by_organiser=True), MailState.QUEUED),
        (a_registration(RegistrationOffered, offered_size=2, held_until=NOW + timedelta(hours=1)), MailState.SENT),
        (a_registration(RegistrationOffered, offered_size=2, held_until=NOW + timedelta(hours=9)), MailState.QUEUED),
    ],
    ids=["confirmed", "pending", "waiting", "repeated", "cancelled", "cancelled by others", "offer ends", "offer"],
)
async def test_what_somebody_waits_for_is_told_at_night(
    db: Connection, at_night: Settings, fact: RegistrationFact, state: MailState
) -> None:
    event = an_event()
    await hear(db, at_night, event, structs.replace(fact, event_id=event.id, roster_id=event.id))

    assert await send_all(db, at_night) == [state]


@pytest.mark.parametrize(("by_organiser", "state"), [(False, MailState.SENT), (True, MailState.QUEUED)])
async def test_a_change_of_one_s_own_is_confirmed_at_night_and_one_of_the_organiser_s_waits(
    db: Connection,
    settings: Settings,
    at_night: Settings,
    postmaster: Postmaster,
    *,
    by_organiser: bool,
    state: MailState,
) -> None:
    grace = await signed_up(db, settings, postmaster, an_event())
    fact = a_registration(
        RegistrationChanged,
        registration_id=grace.registration_id,
        event_id=grace.event_id,
        party_size=3,
        status=RegistrationStatus.CONFIRMED,
        previous_party_size=2,
        by_organiser=by_organiser,
    )
    await hear(db, at_night, fact)

    assert await send_all(db, at_night) == [state]


async def test_partners_are_not_woken_but_can_log_in(
    db: Connection, at_night: Settings, postmaster: Postmaster
) -> None:
    heard: list[Message] = [a_member(), an_event(status=EventStatus.RETURNED, changed_at=NOW), a_login()]
    await hear(db, at_night, *heard)

    assert sorted(await send_all(db, at_night)) == [MailState.QUEUED, MailState.SENT]
    assert postmaster.mails[0]["Subject"].startswith("Your link to log in")
