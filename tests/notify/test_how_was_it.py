"""Those who came are asked how it was, as the registration service says."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventState, EventStatus
from shared.messages.notify import MailState
from shared.messages.registration import (
    HowItWasAsked,
    RegistrationErased,
    RegistrationFact,
    RegistrationStatus,
)
from tests.notify.given import BERLIN, a_registration, an_event, hear, send_all
from tests.notify.postmaster import Postmaster

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).astimezone(BERLIN).replace(tzinfo=None)


async def one_who_came(
    db: Connection, settings: Settings, **changes: Any
) -> tuple[EventState, RegistrationFact, HowItWasAsked]:
    event = an_event(starts_at=YESTERDAY - timedelta(hours=2), ends_at=YESTERDAY)
    grace = a_registration(event_id=event.id, said_at=datetime.now(UTC) - timedelta(days=9))
    await hear(db, settings, event, grace)
    assert await send_all(db, settings) == [MailState.SKIPPED]
    question = a_registration(
        HowItWasAsked,
        registration_id=grace.registration_id,
        event_id=event.id,
        status=RegistrationStatus.ATTENDED,
        link="https://win.example/registrations/fresh",
        **changes,
    )
    return event, grace, question


async def test_they_are_led_to_their_own_page_once(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    _, _, question = await one_who_came(db, settings)

    await hear(db, settings, question, question)

    assert await send_all(db, settings) == [MailState.SENT]
    assert postmaster.mails[0]["Subject"] == "How was it? Fest der Nachbarn"
    assert "https://win.example/registrations/fresh#how-it-was" in postmaster.text()
    assert "Grace" not in postmaster.text()


async def test_of_what_was_cancelled_after_all_nobody_is_asked(db: Connection, settings: Settings) -> None:
    event, _, question = await one_who_came(db, settings)
    await hear(db, settings, structs.replace(event, version=2, status=EventStatus.CANCELLED), question)

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_who_is_forgotten_is_not_asked(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    _, grace, question = await one_who_came(db, settings)
    await hear(db, settings, RegistrationErased(registration_id=grace.registration_id), question)

    assert await send_all(db, settings) == []
    assert postmaster.mails == []
