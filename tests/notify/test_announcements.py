"""What an organiser has to say reaches those whom it was said to, once, in the organiser's own words."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.notify import MailState
from shared.messages.registration import (
    AnnouncementMade,
    RegistrationCancelled,
    RegistrationFact,
    RegistrationWaiting,
)
from shared.problems import NotFound
from tests.notify.given import a_registration, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster


def announced(event: EventState, *facts: RegistrationFact, **changes: Any) -> AnnouncementMade:
    words: dict[str, Any] = {
        "announcement_id": uuid4(),
        "event_id": event.id,
        "registration_ids": [fact.registration_id for fact in facts],
        "subject_line": "Bitte bringt Tassen mit",
        "text": "Wir haben nicht genug.\n\nBis Samstag!",
        "sender_name": "Carla Witten",
    }
    return AnnouncementMade(**words | changes)


async def test_each_hears_it_once_in_the_organiser_s_words_with_our_frame_in_their_language(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    ada = a_registration(event_id=event.id, email="ada@people.example", language="uk")
    bob = a_registration(RegistrationWaiting, event_id=event.id, email="bob@people.example", waiting_position=1)
    await hear(db, settings, event, ada, bob)
    await send_all(db, settings)
    postmaster.envelopes.clear()

    said = announced(event, ada, bob)
    await hear(db, settings, said, said)
    await send_all(db, settings)

    of_ada, of_bob = (postmaster.recipients.index(f"{name}@people.example") for name in ("ada", "bob"))
    assert len(postmaster.recipients) == 2
    assert postmaster.mails[of_bob]["Subject"] == "Bitte bringt Tassen mit (Fest der Nachbarn)"
    assert postmaster.mails[of_bob]["Reply-To"] == settings.network_email
    assert "AWO Witten has something to tell you" in postmaster.text(of_bob)
    assert "Sender: Carla Witten\n" in postmaster.text(of_bob)
    assert "> Wir haben nicht genug.\n> \n> Bis Samstag!\n" in postmaster.text(of_bob)
    assert "Повідомлення для Вас від: AWO Witten" in postmaster.text(of_ada)
    assert "> Wir haben nicht genug." in postmaster.text(of_ada)


async def test_no_header_is_made_of_an_organiser_s_words(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    ada = a_registration(event_id=event.id)
    words = "Hallo\r\nBcc: eve@spam.example\r\n\r\nBuy"
    await hear(db, settings, event, ada, announced(event, ada, subject_line=words, sender_name=words))
    await send_all(db, settings)

    mail = postmaster.mails[-1]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hallo Bcc: eve@spam.example Buy (Fest der Nachbarn)"
    assert postmaster.recipients == ["grace@people.example"] * 2


async def test_who_has_cancelled_meanwhile_or_has_no_address_hears_nothing(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    ada, bob = a_registration(event_id=event.id), a_registration(event_id=event.id, email="")
    await hear(db, settings, event, ada, bob)
    await send_all(db, settings)
    same = {"registration_id": ada.registration_id, "event_id": event.id}

    await hear(db, settings, announced(event, ada, bob), a_registration(RegistrationCancelled, **same))

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]
    assert "Sign-up cancelled" in postmaster.mails[-1]["Subject"]


async def test_it_waits_until_all_of_them_were_heard_of(db: Connection, settings: Settings) -> None:
    event = an_event()
    ada, bob = a_registration(event_id=event.id), a_registration(event_id=event.id)
    said = announced(event, ada, bob)
    await hear(db, settings, event, ada)

    with pytest.raises(NotFound):
        await hear(db, settings, said)
    await hear(db, settings, bob, said)

    assert [row["kind"] for row in await rows(db)].count("announcement") == 2


async def test_what_is_over_may_have_an_afterword(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    event = an_event(starts_at=datetime(2021, 3, 26, 17), ends_at=datetime(2021, 3, 26, 19))
    ada = a_registration(event_id=event.id)

    await hear(db, settings, event, ada, announced(event, ada))

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]
    assert "Bis Samstag!" in postmaster.text()
