"""What people hear of places that are held for them: to prove their address, or to accept an offer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notify.settings import Settings
from services.notify.tables import participants
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.notify import MailState
from shared.messages.registration import (
    RegistrationConfirmed,
    RegistrationExpired,
    RegistrationOffered,
    RegistrationPending,
    RegistrationStatus,
    RegistrationWaiting,
)
from tests.notify.given import a_registration, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import changed
from tests.notify.test_changes import LATER

# 14:30 in Berlin.
UNTIL = datetime(2099, 10, 16, 12, 30, tzinfo=UTC)


def pending(event: EventState, **changes: Any) -> Any:
    return a_registration(RegistrationPending, **{"event_id": event.id, "held_until": UNTIL} | changes)


def offered(event: EventState, **changes: Any) -> Any:
    offer = {"event_id": event.id, "held_until": UNTIL, "offered_size": 2}
    return a_registration(RegistrationOffered, **offer | changes)


async def test_who_has_to_prove_the_address_hears_until_when_and_none_of_what_was_typed(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()

    await hear(db, settings, event, pending(event, name="Buy now at spam.example"))
    await send_all(db, settings)

    assert postmaster.mails[0]["Subject"] == "Please confirm your address: Fest der Nachbarn"
    assert "held until Friday, 16 October 2099, 14:30." in postmaster.text()
    assert "https://win.example/registrations/secret" in postmaster.text()
    assert "spam" not in postmaster.mails[0].as_string() + postmaster.text() + postmaster.html()
    assert list(postmaster.mails[0].iter_attachments()) == []


async def test_who_has_proven_the_address_gets_the_usual_confirmation(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    proving = pending(event)
    proven = a_registration(event_id=event.id, registration_id=proving.registration_id)

    await hear(db, settings, event, proving, proven)

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]
    assert (await rows(db))[0]["last_answer"] == "The sign-up has moved on meanwhile."
    assert "You are signed up" in postmaster.text()
    assert len(list(postmaster.mails[0].iter_attachments())) == 1


async def test_an_offer_says_how_many_places_until_when_in_the_zone_of_the_event(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event(time_zone="Europe/London")

    await hear(db, settings, event, offered(event))
    await send_all(db, settings)

    assert "2 places are free for you" in postmaster.text()
    assert "until Friday, 16 October 2099, 13:30 (Europe/London)." in postmaster.text()
    assert "not enough places" not in postmaster.text()


async def test_an_offer_for_a_part_of_the_party_says_so(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()

    await hear(db, settings, event, offered(event, offered_size=1, party_size=4))
    await send_all(db, settings)

    assert "1 place is free for you" in postmaster.text()
    assert "You wanted to come with 4 people." in postmaster.text()


@pytest.mark.parametrize("held", [pending, offered])
async def test_what_is_held_no_longer_is_not_mailed(db: Connection, settings: Settings, held: Any) -> None:
    event = an_event()

    await hear(db, settings, event, held(event, held_until=datetime.now(UTC) - timedelta(seconds=1)))

    assert await send_all(db, settings) == [MailState.SKIPPED]
    assert (await rows(db))[0]["last_answer"] == "The time to answer was over."


@pytest.mark.parametrize(
    ("was", "says"),
    [
        (RegistrationStatus.PENDING, "Your address was not confirmed in time"),
        (RegistrationStatus.OFFERED, "Your answer did not come in time"),
    ],
)
async def test_who_lets_the_time_pass_hears_that_the_place_is_gone_and_how_to_sign_up_again(
    db: Connection, settings: Settings, postmaster: Postmaster, was: RegistrationStatus, says: str
) -> None:
    event = an_event()

    await hear(db, settings, event, a_registration(RegistrationExpired, event_id=event.id, was=was))
    await send_all(db, settings)

    assert says in postmaster.text()
    assert f"{settings.base_url}/register/fest" in postmaster.text()


async def test_of_a_change_hear_those_with_an_offer_but_nobody_whose_address_is_unproven_or_whose_time_is_over(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    gone = pending(event, email="gone@people.example")
    facts = [
        offered(event, email="offered@people.example"),
        pending(event, email="pending@people.example"),
        gone,
        a_registration(
            RegistrationExpired,
            event_id=event.id,
            registration_id=gone.registration_id,
            email=gone.email,
            was=RegistrationStatus.PENDING,
        ),
    ]
    await hear(db, settings, event, *facts)
    await send_all(db, settings)
    postmaster.envelopes.clear()

    await hear(db, settings, changed(event, **LATER))
    await send_all(db, settings)

    assert postmaster.recipients == ["offered@people.example"]
    assert "Please accept or decline on your page" in postmaster.text()


async def test_what_changed_before_the_address_was_proven_is_no_news_later(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    proving = pending(event)
    await hear(db, settings, event, proving)
    await send_all(db, settings)
    moved = changed(event, **LATER)
    await hear(db, settings, moved, a_registration(event_id=event.id, registration_id=proving.registration_id))
    await send_all(db, settings)

    await hear(db, settings, changed(moved, title="Herbstfest"))
    await send_all(db, settings)

    assert "Now: Herbstfest" in postmaster.text()
    assert "Before: Saturday" not in postmaster.text()


async def test_who_gave_no_mail_address_is_kept_but_gets_no_mail(db: Connection, settings: Settings) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id, email="")

    await hear(db, settings, event, confirmed, changed(event, **LATER))

    assert await send_all(db, settings) == []
    assert await participants.find(db, confirmed.registration_id) is not None


async def test_an_offer_heard_before_the_waiting_list_is_still_an_offer(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    waiting = a_registration(RegistrationWaiting, event_id=event.id, waiting_position=1)
    same = {"event_id": event.id, "registration_id": waiting.registration_id}
    offer = offered(event, **same)
    accepted = a_registration(RegistrationConfirmed, **same, party_size=1)

    await hear(db, settings, event, offer, waiting)
    assert await send_all(db, settings) == [MailState.SENT, MailState.SKIPPED]

    await hear(db, settings, accepted, offer)
    assert await send_all(db, settings) == [MailState.SENT]
    assert "People: 1" in postmaster.text()
