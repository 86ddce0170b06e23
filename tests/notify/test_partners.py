"""What partners and coordinators hear: links to log in, and how their entries stand."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.settings import Settings
from shared import copies
from shared.database import Connection
from shared.messages.event_details import Return
from shared.messages.events import EventState, EventStatus, Role
from shared.messages.notify import MailState
from shared.problems import NotFound
from tests.notify.given import a_login, a_member, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_link_to_log_in_is_sent_once_and_then_forgotten(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    login = a_login()

    await hear(db, settings, login, login)
    await send_all(db, settings)

    assert "https://win.example/login/secret" in postmaster.text()
    assert postmaster.mails[0]["To"] == "Ada Lovelace <ada@awo.example>"
    assert [(row["state"], row["variables"]) for row in await rows(db)] == [("sent", {})]


async def test_a_link_that_has_expired_is_not_sent(db: Connection, settings: Settings) -> None:
    await hear(db, settings, a_login(expires_at=datetime.now(UTC) - timedelta(seconds=1)))

    assert await send_all(db, settings) == [MailState.SKIPPED]
    assert [(row["last_answer"], row["variables"]) for row in await rows(db)] == [("The link had expired.", {})]


async def test_every_coordinator_is_told_of_a_submitted_entry(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    people = [
        a_member(email="first@witten.example", role=Role.COORDINATOR, organisation_id=uuid4()),
        a_member(email="second@witten.example", role=Role.COORDINATOR, organisation_id=uuid4()),
        a_member(email="gone@witten.example", role=Role.COORDINATOR, removed_at=LONG_AGO),
        a_member(email="partner@awo.example"),
    ]
    event = an_event(status=EventStatus.SUBMITTED)

    await hear(db, settings, *people, event, event)
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["first@witten.example", "second@witten.example"]
    assert f"{settings.base_url}/portal/queue/{event.id}" in postmaster.text()
    assert "Organised by: AWO Witten" in postmaster.text()


async def test_the_members_of_an_organisation_are_told_when_its_entry_is_published(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_member(), a_member(organisation_id=uuid4(), email="other@drk.example"), an_event())
    await send_all(db, settings)

    assert postmaster.recipients == ["ada@awo.example"]
    assert "Your event is in the calendar" in postmaster.text()


async def test_a_returned_entry_comes_with_reason_and_note(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    submitted = an_event(status=EventStatus.SUBMITTED)
    returned = structs.replace(
        submitted,
        version=2,
        status=EventStatus.RETURNED,
        returned=Return(reason="incomplete", note="Wo ist es?\nUnd wann?"),
    )

    await hear(db, settings, a_member(), a_member(role=Role.COORDINATOR, email="c@win.example"), submitted, returned)
    await send_all(db, settings)

    returns = [number for number, mail in enumerate(postmaster.mails) if mail["To"].addresses[0].username == "ada"]
    assert "Reason: Something is missing\n" in postmaster.text(returns[0])
    assert "> Wo ist es?\n> Und wann?\n" in postmaster.text(returns[0])


async def test_news_that_has_been_overtaken_is_not_sent(db: Connection, settings: Settings) -> None:
    submitted = an_event(status=EventStatus.SUBMITTED)
    published = structs.replace(submitted, version=2, status=EventStatus.PUBLISHED)

    await hear(db, settings, a_member(role=Role.COORDINATOR), submitted, published)

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]


async def test_a_removed_member_is_told_nothing_more(db: Connection, settings: Settings) -> None:
    member = a_member()
    await hear(db, settings, member, an_event(), structs.replace(member, version=2, removed_at=LONG_AGO))

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_a_service_built_anew_tells_nobody_of_old_times(db: Connection, settings: Settings) -> None:
    await hear(db, settings, a_member(), an_event(changed_at=LONG_AGO))

    assert await rows(db) == []


async def test_fresh_news_waits_for_a_moment_until_we_have_heard_whom_to_tell(
    db: Connection, settings: Settings
) -> None:
    event = an_event(changed_at=datetime.now(UTC))

    with pytest.raises(NotFound):
        await hear(db, settings, event)
    assert await copies.find(db, EventState, event.id) is None

    await hear(db, settings, a_member(), event)
    assert len(await rows(db)) == 1


async def test_an_event_of_an_organisation_without_members_is_kept_all_the_same(
    db: Connection, settings: Settings
) -> None:
    event = an_event(changed_at=datetime.now(UTC) - timedelta(minutes=1))

    await hear(db, settings, event)

    assert await copies.find(db, EventState, event.id) == event
