"""Organisers hear each morning how sign-ups went, and are asked whether a date still takes place."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.commands.tell_sign_ups import tell_sign_ups
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.messages.events_facts import StillOnAsked
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationWaiting,
)
from tests.notify.given import BERLIN, a_member, a_registration, an_event, an_organisation, hear, rows, send_all
from tests.notify.partner_kinds import a_roster
from tests.notify.postmaster import Postmaster

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
# A Wednesday.
MORNING = datetime(2099, 3, 4, 7, 45, tzinfo=BERLIN)


@pytest.fixture
async def event(db: Connection, settings: Settings) -> EventState:
    """An event with an organisation and one of its people; its publication was long ago."""
    published = an_event(changed_at=LONG_AGO)
    await hear(db, settings, an_organisation(), a_member(), published)
    return published


async def kinds(db: Connection) -> list[str]:
    return [row["kind"] for row in await rows(db)]


# What came since yesterday


async def test_each_morning_one_mail_tells_how_many_came_and_went_and_nobody_s_name(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    facts = [
        a_registration(RegistrationConfirmed, event_id=event.id, party_size=3),
        a_registration(RegistrationConfirmed, event_id=event.id, party_size=2),
        a_registration(RegistrationCancelled, event_id=event.id, party_size=1),
        a_registration(RegistrationWaiting, event_id=event.id, party_size=4, waiting_position=1),
    ]
    await hear(db, settings, *facts, *facts, a_roster(event, 5))
    await send_all(db, settings)

    await tell_sign_ups(db, zone=BERLIN, now=MORNING)
    await send_all(db, settings)

    assert postmaster.recipients[-1] == "ada@awo.example"
    expected = "New sign-ups: 5\nCancelled sign-ups: 1\nNew on the waiting list: 4\nPlaces left: 15\n"
    assert f"Event: Fest der Nachbarn\nWhen: Saturday, 17 October 2099, 18:00 – 20:00\n{expected}" in postmaster.text()
    assert "Grace" not in postmaster.text() + postmaster.html()


async def sign_up_digests(db: Connection, now: datetime) -> int:
    await tell_sign_ups(db, zone=BERLIN, now=now)
    return (await kinds(db)).count("sign_ups_digest")


async def test_what_was_told_once_is_not_told_again_also_when_it_is_heard_again(
    db: Connection, settings: Settings, event: EventState
) -> None:
    fact = a_registration(event_id=event.id)
    await hear(db, settings, fact)

    assert await sign_up_digests(db, MORNING) == 1
    await hear(db, settings, fact)
    assert await sign_up_digests(db, MORNING + timedelta(minutes=1)) == 1
    assert await sign_up_digests(db, MORNING + timedelta(days=1)) == 1


async def test_what_comes_during_the_day_waits_for_the_next_morning(
    db: Connection, settings: Settings, event: EventState
) -> None:
    await hear(db, settings, a_registration(event_id=event.id))
    await sign_up_digests(db, MORNING)
    await hear(db, settings, a_registration(event_id=event.id))

    assert await sign_up_digests(db, MORNING + timedelta(hours=5)) == 1
    assert await sign_up_digests(db, MORNING + timedelta(hours=23, minutes=30)) == 1
    assert await sign_up_digests(db, MORNING + timedelta(days=1)) == 2


@pytest.mark.usefixtures("event")
async def test_when_nothing_came_there_is_no_mail(db: Connection) -> None:
    assert await sign_up_digests(db, MORNING) == 0


async def test_each_organisation_hears_of_its_own_dates_only(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    other = an_event(organisation_id=uuid4(), organisation_name="DRK", title="Blutspende", changed_at=LONG_AGO)
    await hear(db, settings, other, a_member(email="dora@drk.example", organisation_id=other.organisation_id))
    await hear(db, settings, *(a_registration(event_id=each.id, email="") for each in (event, other)))

    await tell_sign_ups(db, zone=BERLIN, now=MORNING)
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["ada@awo.example", "dora@drk.example"]
    assert "Fest" not in postmaster.text(postmaster.recipients.index("dora@drk.example"))


# Does it take place?


def a_question(event: EventState, **changes: Any) -> StillOnAsked:
    [occurrence] = event.occurrences
    fact = {
        "event_id": event.id,
        "organisation_id": event.organisation_id,
        "occurrence_id": occurrence.id,
        "starts_at": occurrence.starts_at,
        "link": "https://win.example/still-on/secret",
    }
    return StillOnAsked(**{**fact, **changes})


async def test_the_organisers_are_asked_with_a_link_which_is_then_forgotten(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    question = a_question(event)

    await hear(db, settings, question, question)
    await send_all(db, settings)

    assert postmaster.recipients == ["ada@awo.example"]
    assert "When: Saturday, 17 October 2099, 18:00 – 20:00\n" in postmaster.text()
    assert "Answer now:\nhttps://win.example/still-on/secret\n" in postmaster.text()
    assert [row["variables"] for row in await rows(db)] == [{}]


def moved(event: EventState) -> EventState:
    [occurrence] = event.occurrences
    later = structs.replace(occurrence, starts_at=occurrence.starts_at + timedelta(days=1))
    return structs.replace(event, version=2, occurrences=[later])


def called_off(event: EventState) -> EventState:
    [occurrence] = event.occurrences
    return structs.replace(
        event, version=2, occurrences=[structs.replace(occurrence, status=OccurrenceStatus.CANCELLED)]
    )


@pytest.mark.parametrize(
    "change",
    [moved, called_off, lambda event: structs.replace(event, version=2, status=EventStatus.CANCELLED)],
    ids=["moved", "date cancelled", "event cancelled"],
)
async def test_about_a_date_that_changed_meanwhile_nobody_is_asked(
    db: Connection, settings: Settings, event: EventState, change: Any
) -> None:
    await hear(db, settings, a_question(event), change(event))

    assert await send_all(db, settings) == [MailState.SKIPPED]
