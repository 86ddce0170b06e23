"""At night a mail waits for the morning, unless it is urgent or awaited; in the morning it says all that is new."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages import Message
from shared.messages.event_details import Place
from shared.messages.events import EventState, EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import (
    AnnouncementMade,
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
from tests.notify.postmaster import Postmaster

NOW = datetime.now(UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


def night(settings: Settings, zone: ZoneInfo) -> Settings:
    """It is night in this zone, from two hours ago until in two hours; nowhere else, if that is far enough away."""
    here = NOW.astimezone(zone)
    begin, end = ((here + timedelta(hours=hours)).strftime("%H:%M") for hours in (-2, 2))
    return structs.replace(settings, quiet_from=begin, quiet_until=end)


@pytest.fixture
def at_night(settings: Settings) -> Settings:
    return night(settings, settings.zone)


def an_event_in(hours: int, **changes: Any) -> EventState:
    zone = ZoneInfo(changes.get("time_zone", "Europe/Berlin"))
    starts_at = (NOW + timedelta(hours=hours)).astimezone(zone).replace(tzinfo=None)
    return an_event(**{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | changes)


async def signed_up(db: Connection, settings: Settings, postmaster: Postmaster, event: EventState) -> RegistrationFact:
    """Grace, who knows of her place already."""
    grace: RegistrationFact = a_registration(event_id=event.id)
    await hear(db, settings, event, grace)
    await send_all(db, settings)
    postmaster.envelopes.clear()
    return grace


def changed(event: EventState, **changes: Any) -> EventState:
    return structs.replace(event, **({"version": event.version + 1} | changes))


def announced(grace: RegistrationFact, text: str = "Bitte bringt Tassen mit.") -> AnnouncementMade:
    return AnnouncementMade(
        announcement_id=uuid4(),
        event_id=grace.event_id,
        registration_ids=[grace.registration_id],
        subject_line=text,
        text=text,
        sender_name="Carla",
    )


async def morning(db: Connection) -> None:
    await db.execute("UPDATE mails SET due_at = statement_timestamp() WHERE state = 'queued'")


async def test_several_changes_of_one_night_are_one_mail_in_the_morning_with_the_whole_difference(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    for version in (
        changed(event, title="Großes Fest"),
        changed(event, version=3, title="Großes Fest", place=Place(name="Rathaus")),
        changed(event, version=4, title="Großes Fest", place=Place(name="Rathaus"), online=True),
    ):
        await hear(db, at_night, version)
        assert await send_all(db, at_night) == [MailState.QUEUED]
    assert postmaster.mails == []

    await morning(db)
    assert await send_all(db, settings) == [MailState.SENT, MailState.SKIPPED, MailState.SKIPPED]
    for news in ("Now: Großes Fest", "Now: Rathaus", "Before: No\nNow: Yes"):
        assert news in postmaster.text()


async def test_what_was_changed_and_cancelled_in_one_night_is_told_as_cancelled_only(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, title="Anders"))
    await send_all(db, at_night)
    await hear(db, at_night, changed(event, version=3, status=EventStatus.CANCELLED))
    await send_all(db, at_night)
    await morning(db)
    await send_all(db, settings)

    assert [mail["Subject"] for mail in postmaster.mails] == ["Cancelled: Fest der Nachbarn"]


async def test_what_was_changed_back_in_one_night_is_told_to_nobody(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, title="Anders"))
    await send_all(db, at_night)
    await hear(db, at_night, changed(event, version=3))
    await morning(db)

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_words_of_an_organiser_wait_and_come_in_their_order(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    grace = await signed_up(db, settings, postmaster, an_event())

    await hear(db, at_night, announced(grace, "Erstens"), announced(grace, "Zweitens"))
    assert await send_all(db, at_night) == [MailState.QUEUED, MailState.QUEUED]
    await morning(db)
    await send_all(db, settings)

    assert [mail["Subject"].split()[0] for mail in postmaster.mails] == ["Erstens", "Zweitens"]


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
