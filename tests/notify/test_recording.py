"""What became of each mail about a registration is told, so that its history can name it."""

import msgspec

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.notify import MailRecorded, MailState
from shared.messages.registration import RegistrationConfirmed
from tests.notify.given import a_login, a_registration, a_series, an_event, hear, send_all, tried_again
from tests.notify.postmaster import Postmaster
from tests.notify.test_bookings import booked


async def recorded(db: Connection) -> list[MailRecorded]:
    bodies = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'notify.mail.%' ORDER BY id")
    return [msgspec.json.decode(row["body"], type=MailRecorded) for row in bodies]


async def test_a_mail_is_told_of_once_it_is_done(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event()
    first = a_registration(event_id=event.id)
    second = a_registration(event_id=event.id, email="ada@elsewhere.example")
    await hear(db, settings, event, first, second, a_login())
    postmaster.after_data = ["451 later", "550 never"]

    assert await send_all(db, settings) == [MailState.QUEUED, MailState.FAILED, MailState.SENT]
    [failed] = await recorded(db)
    assert (failed.registration_id, failed.kind, failed.state) == (
        second.registration_id,
        "registration_confirmed",
        MailState.FAILED,
    )

    await tried_again(db)
    await send_all(db, settings)
    assert [(each.registration_id, each.state) for each in await recorded(db)] == [
        (second.registration_id, MailState.FAILED),
        (first.registration_id, MailState.SENT),
    ]


async def test_the_mail_about_a_booking_is_told_of_for_each_date(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    facts = [booked(event, number, RegistrationConfirmed) for number in range(3)]
    await hear(db, settings, event, *facts)
    await send_all(db, settings)

    told = await recorded(db)
    assert {each.registration_id for each in told} == {fact.registration_id for fact in facts}
    assert [each.state for each in told] == [MailState.SENT] * 3
    assert len(postmaster.mails) == 1
