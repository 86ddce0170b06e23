"""What people hear about their sign-up."""

from datetime import datetime

import pytest
from msgspec import structs

from services.notify.settings import Settings
from services.notify.tables import participants
from shared.database import Connection, Pool
from shared.messages.events import EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationRepeated,
    RegistrationStatus,
    RegistrationWaiting,
)
from shared.problems import NotFound
from tests.notify.given import a_registration, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import entries_in


async def test_who_signed_up_gets_one_mail_with_the_date_for_their_calendar(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)

    await hear(db, settings, event, confirmed, confirmed)

    assert await send_all(db, settings) == [MailState.SENT]
    assert postmaster.recipients == ["grace@people.example"]
    assert "https://win.example/registrations/secret" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert entry["UID"] == str(confirmed.registration_id)


async def test_a_date_to_be_announced_comes_without_a_calendar_file(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event(starts_at=None, ends_at=None, vevents={})

    await hear(db, settings, event, a_registration(event_id=event.id))
    await send_all(db, settings)

    assert list(postmaster.mails[0].iter_attachments()) == []
    assert "The date will be announced" in postmaster.text()


async def test_a_sign_up_that_comes_before_the_publication_waits_for_it(db: Connection, settings: Settings) -> None:
    event = an_event(status=EventStatus.SUBMITTED)
    await hear(db, settings, event)
    confirmed = a_registration(event_id=event.id)

    with pytest.raises(NotFound):
        await hear(db, settings, confirmed)
    await hear(db, settings, structs.replace(event, status=EventStatus.PUBLISHED, version=event.version + 1))
    await hear(db, settings, confirmed)


async def test_a_sign_up_for_an_event_nobody_has_heard_of_waits(db: Connection, settings: Settings) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)

    with pytest.raises(NotFound):
        await hear(db, settings, confirmed)
    await hear(db, settings, event, confirmed)

    assert len(await rows(db)) == 1


async def test_join_details_are_never_in_a_mail(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event(online=True, join_details="https://meet.example/secret-room")

    await hear(db, settings, event, a_registration(event_id=event.id))
    await send_all(db, settings)
    await hear(db, settings, structs.replace(event, version=2, join_details="https://meet.example/other-room"))
    await send_all(db, settings)

    assert len(postmaster.mails) == 2
    assert "How to join online has changed" in postmaster.text()
    assert not any("meet.example" in mail.as_string() for mail in postmaster.mails)
    assert not any("meet.example" in postmaster.text(number) + postmaster.html(number) for number in (0, 1))


async def test_who_waits_hears_the_position_and_then_of_the_place(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    waiting = a_registration(RegistrationWaiting, event_id=event.id, waiting_position=7)
    confirmed = a_registration(event_id=event.id, registration_id=waiting.registration_id)

    await hear(db, settings, event, waiting)
    await send_all(db, settings)
    await hear(db, settings, confirmed)
    await send_all(db, settings)

    assert "Position: 7" in postmaster.text(0)
    assert "You are signed up" in postmaster.text(1)


async def test_a_confirmation_overtaken_by_the_cancellation_is_not_sent(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)
    cancelled = a_registration(RegistrationCancelled, event_id=event.id, registration_id=confirmed.registration_id)

    await hear(db, settings, event, confirmed, cancelled)

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]
    assert next(row["last_answer"] for row in await rows(db)) == "The sign-up was cancelled meanwhile."
    assert "Your sign-up is cancelled" in postmaster.text()


async def test_facts_in_the_wrong_order_end_the_same(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    waiting = a_registration(RegistrationWaiting, event_id=event.id, waiting_position=1)
    same = {"event_id": event.id, "registration_id": waiting.registration_id}
    confirmed, cancelled = a_registration(**same), a_registration(RegistrationCancelled, **same)

    await hear(db, settings, event, cancelled, confirmed, waiting)

    participant = await participants.find(db, waiting.registration_id)
    assert participant is not None
    assert participant.status is RegistrationStatus.CANCELLED
    assert sorted(await send_all(db, settings)) == [MailState.SENT, MailState.SKIPPED, MailState.SKIPPED]
    assert "Your sign-up is cancelled" in postmaster.text()


async def test_signing_up_again_brings_a_new_link_and_says_that_nothing_changed(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)
    repeated = a_registration(
        RegistrationRepeated,
        event_id=event.id,
        registration_id=confirmed.registration_id,
        status=RegistrationStatus.CONFIRMED,
        link="https://win.example/registrations/newer",
    )

    await hear(db, settings, event, confirmed, repeated)
    await send_all(db, settings)

    assert "You were signed up already" in postmaster.text()
    assert "https://win.example/registrations/newer" in postmaster.text()


async def test_who_signed_up_for_an_event_that_we_know_to_be_cancelled_is_told_so(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event(status=EventStatus.CANCELLED, version=4)

    await hear(db, settings, event, a_registration(RegistrationConfirmed, event_id=event.id))

    assert sorted(await send_all(db, settings)) == [MailState.SENT, MailState.SKIPPED]
    assert "The event is cancelled" in postmaster.text()


async def test_nobody_is_told_of_a_sign_up_for_what_is_over(db: Connection, settings: Settings) -> None:
    event = an_event(starts_at=datetime(2021, 3, 26, 17), ends_at=datetime(2021, 3, 26, 19))

    await hear(db, settings, event, a_registration(event_id=event.id))

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_what_is_heard_again_does_not_wait_for_who_sends_its_mail(pool: Pool, settings: Settings) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)
    async with pool.acquire() as hearer, pool.acquire() as sender:
        await hear(hearer, settings, event, confirmed)
        async with sender.transaction():
            await sender.execute("UPDATE mails SET state = 'sent', sent_at = now()")
            await hear(hearer, settings, confirmed)

        assert len(await rows(hearer)) == 1
