"""Coordinators hear what waits for them, and where something went wrong."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.notify.commands.mark_bounced import mark_bounced
from services.notify.commands.tell_bounces import tell_bounces
from services.notify.commands.tell_given_up import tell_given_up
from services.notify.commands.tell_queue import tell_queue
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventStatus, Role
from shared.messages.given_up import EventsMessageGivenUp, MessageGivenUp, NotifyMessageGivenUp
from shared.messages.notify import MailState
from tests.notify.given import BERLIN, a_login, a_member, a_registration, an_event, hear, rows, send_all
from tests.notify.network import a_refusal, an_application, an_invitation
from tests.notify.postmaster import Postmaster

WEDNESDAY = datetime(2099, 3, 4, 7, 45, tzinfo=BERLIN)
SATURDAY = WEDNESDAY + timedelta(days=3)


@pytest.fixture
async def coordinator(db: Connection, settings: Settings) -> None:
    person = a_member(email="first@witten.example", role=Role.COORDINATOR, organisation_id=uuid4())
    await hear(db, settings, person, a_member())


async def digests(db: Connection, kind: str) -> int:
    return [row["kind"] for row in await rows(db)].count(kind)


def submitted(days_ago: int, **changes: Any) -> Any:
    changed_at = datetime.now(UTC) - timedelta(days=days_ago)
    return an_event(status=EventStatus.SUBMITTED, changed_at=changed_at, **changes)


# What waits for a decision


@pytest.mark.usefixtures("coordinator")
async def test_on_working_days_coordinators_hear_what_waits_the_oldest_first(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    new, old = submitted(2, title="Neues Fest"), submitted(9, title="Altes Fest")
    await hear(db, settings, new, old, an_event(), an_application())
    await send_all(db, settings)

    await tell_queue(db, zone=BERLIN, now=WEDNESDAY)
    await tell_queue(db, zone=BERLIN, now=WEDNESDAY + timedelta(minutes=1))
    await send_all(db, settings)

    text = postmaster.text()
    assert postmaster.recipients[-1] == "first@witten.example"
    assert postmaster.mails[-1]["Subject"] == "Waiting for your decision: 3"
    assert "2 entries wait" in text
    assert 0 < text.index("Altes Fest") < text.index("Neues Fest")
    assert f"{settings.base_url}/portal/queue/{old.id}" in text
    assert "Organisation: HelpKiosk" in text
    assert await digests(db, "queue_digest") == 1


@pytest.mark.usefixtures("coordinator")
async def test_nobody_is_bothered_at_weekends_or_with_an_empty_queue(db: Connection, settings: Settings) -> None:
    await tell_queue(db, zone=BERLIN, now=WEDNESDAY)
    await hear(db, settings, submitted(2))
    await tell_queue(db, zone=BERLIN, now=SATURDAY)

    assert await digests(db, "queue_digest") == 0


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize("decide", [a_refusal, an_invitation])
@pytest.mark.parametrize("is_heard_first", [True, False])
async def test_an_application_waits_until_it_is_decided_in_whatever_order_that_is_heard(
    db: Connection, settings: Settings, decide: Any, *, is_heard_first: bool
) -> None:
    application = an_application()
    decision = decide(application_id=application.application_id)
    await hear(db, settings, *((decision, application) if is_heard_first else (application, decision)))

    await tell_queue(db, zone=BERLIN, now=WEDNESDAY)

    assert await digests(db, "queue_digest") == 0
    assert "HelpKiosk" not in str(await db.fetch("SELECT organisation_name FROM applications"))


@pytest.mark.usefixtures("coordinator")
async def test_when_nothing_waits_any_more_the_mail_is_not_sent(db: Connection, settings: Settings) -> None:
    application = an_application()
    await hear(db, settings, application)
    await send_all(db, settings)
    await tell_queue(db, zone=BERLIN, now=WEDNESDAY)
    await hear(db, settings, a_refusal(application_id=application.application_id))

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]


# Messages that were given up


def given_up(kind: type[MessageGivenUp] = EventsMessageGivenUp, **changes: Any) -> MessageGivenUp:
    fact = {
        "consumer": "events-roster-state",
        "heard": "registration.roster",
        "reason": "RuntimeError",
        "given_up_at": datetime.now(UTC),
    }
    return kind(**{**fact, **changes})


@pytest.mark.usefixtures("coordinator")
async def test_messages_given_up_are_gathered_into_one_mail(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    first = given_up()
    await hear(db, settings, first, first, given_up(), given_up(NotifyMessageGivenUp, consumer="notify-event-state"))

    await tell_given_up(db, now=WEDNESDAY)
    await send_all(db, settings)

    assert postmaster.recipients == ["first@witten.example"]
    assert postmaster.mails[0]["Subject"] == "3 messages were given up"
    what = "Who gave up: events-roster-state\nWhat it heard: registration.roster\n"
    assert f"{what}Reason: RuntimeError\nHow often: 2\n" in postmaster.text()
    for service in ("events", "notify"):
        assert f"{settings.base_url}/portal/operations/{service}\n" in postmaster.text()


@pytest.mark.usefixtures("coordinator")
async def test_of_messages_given_up_there_is_one_mail_an_hour_at_most(db: Connection, settings: Settings) -> None:
    counts = []
    for minutes in (0, 1, 59, 61):
        await hear(db, settings, given_up())
        await tell_given_up(db, now=WEDNESDAY + timedelta(minutes=minutes))
        counts.append(await digests(db, "dead_letters"))
    await tell_given_up(db, now=WEDNESDAY + timedelta(hours=5))

    assert counts == [1, 1, 1, 2]
    assert await digests(db, "dead_letters") == 2


@pytest.mark.usefixtures("coordinator")
async def test_what_was_told_is_not_told_again_when_it_is_heard_again(db: Connection, settings: Settings) -> None:
    fact = given_up()
    for hours in (0, 2):
        await hear(db, settings, fact)
        await tell_given_up(db, now=WEDNESDAY + timedelta(hours=hours))

    assert await digests(db, "dead_letters") == 1


# Addresses that mail does not reach


@pytest.mark.usefixtures("coordinator")
async def test_each_morning_coordinators_hear_how_many_addresses_bounced_and_whose(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event(changed_at=datetime.now(UTC) - timedelta(days=2))
    await hear(db, settings, event, a_registration(event_id=event.id), a_login(email="ada@awo.example"))
    for row in await db.fetch("SELECT id FROM mails"):
        await mark_bounced(db, row["id"], answer="550 no such mailbox", now=WEDNESDAY - timedelta(hours=3))

    await tell_bounces(db, zone=BERLIN, now=WEDNESDAY)
    await tell_bounces(db, zone=BERLIN, now=WEDNESDAY + timedelta(days=1))
    await send_all(db, settings)

    assert postmaster.recipients == ["first@witten.example"]
    assert postmaster.mails[0]["Subject"] == "Mail does not reach 2 addresses"
    assert "People who signed up: 1\nMembers: 1\n" in postmaster.text()
    assert f"{settings.base_url}/portal/mails?state=failed" in postmaster.text()


@pytest.mark.usefixtures("coordinator")
async def test_when_no_address_bounced_there_is_no_mail(db: Connection) -> None:
    await tell_bounces(db, zone=BERLIN, now=WEDNESDAY)

    assert await rows(db) == []
