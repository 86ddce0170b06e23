"""Who wants to be forgotten is: no table names them, no mail goes out, and no late message brings them back."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest

from services.notify.settings import Settings
from services.notify.tables import participants
from shared import dead_letters
from shared.database import Connection, Pool
from shared.messages import encode
from shared.messages.events import Role
from shared.messages.notify import MailState, NotifyErasureDone
from shared.messages.registration import (
    AnnouncementMade,
    ErasureRequested,
    RegistrationErased,
    RegistrationFact,
    RegistrationPassedOn,
    RegistrationStatus,
)
from shared.sessions import sign_session
from tests.notify.given import a_login, a_member, a_registration, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import changed
from tests.notify.subscribing import a_subscriber
from tests.notify.test_changes import LATER


def erased(fact: RegistrationFact) -> RegistrationErased:
    return RegistrationErased(registration_id=fact.registration_id)


def a_request(*facts: RegistrationFact, email: str = "grace@people.example") -> ErasureRequested:
    ids = [fact.registration_id for fact in facts]
    return ErasureRequested(erasure_id=uuid4(), email=email, registration_ids=ids)


async def everything_stored(db: Connection) -> str:
    """All that stands in any table, but for the messages that are on their way."""
    tables = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'outbox'")
    contents = [await db.fetch(f"SELECT t::text FROM {row['tablename']} AS t") for row in tables]
    return " ".join(row[0] for content in contents for row in content)


async def counts_told(db: Connection) -> list[dict[str, int]]:
    bodies = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'notify.erasure_done.%' ORDER BY id")
    return [msgspec.json.decode(row["body"], type=NotifyErasureDone).counts for row in bodies]


async def test_what_was_queued_is_not_sent_and_what_was_sent_names_nobody(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    sent, queued = a_registration(event_id=event.id), a_registration(event_id=event.id)
    postmaster.after_data = ["250 kept for grace@people.example"]
    await hear(db, settings, event, sent)
    await send_all(db, settings)

    await hear(db, settings, queued, erased(sent), erased(queued))

    assert await send_all(db, settings) == []
    assert [(row["state"], row["last_answer"]) for row in await rows(db)] == [
        ("sent", ""),
        ("skipped", "The person is forgotten."),
    ]
    stored = (await everything_stored(db)).lower()
    assert "grace" not in stored
    assert "registrations/secret" not in stored


async def test_coordinators_see_that_a_mail_s_reader_is_forgotten(
    web: httpx.AsyncClient, settings: Settings, pool: Pool, environment: dict[str, str]
) -> None:
    event, coordinator = an_event(), a_member(role=Role.COORDINATOR)
    mine = a_registration(event_id=event.id)
    async with pool.acquire() as db:
        await hear(db, settings, coordinator, event, mine, erased(mine))
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(coordinator.id, private_key=key, now=datetime.now(UTC)))

    page = (await web.get("/portal/mails", params={"lang": "en"})).text

    assert "Sign-up confirmed" in page
    assert ">deleted</span>" in page


async def test_a_message_that_comes_late_brings_nobody_back(db: Connection, settings: Settings) -> None:
    event = an_event()
    confirmed = a_registration(event_id=event.id)
    announced = AnnouncementMade(
        announcement_id=uuid4(),
        event_id=event.id,
        registration_ids=[confirmed.registration_id],
        subject_line="Tassen",
        text="Bitte mitbringen.",
        sender_name="Carla",
    )

    await hear(db, settings, event, erased(confirmed), confirmed, announced, changed(event, **LATER))

    assert await send_all(db, settings) == []
    assert await participants.find(db, confirmed.registration_id) is None
    assert "Grace" not in await everything_stored(db)


async def test_a_person_s_request_forgets_all_of_that_address_but_a_member_s_mail(
    db: Connection, settings: Settings
) -> None:
    event = an_event()
    mine, other = a_registration(event_id=event.id), a_registration(event_id=event.id, email="ada@people.example")
    await hear(db, settings, event, mine, other, a_login(email="Grace@people.example"))

    await hear(db, settings, a_request(mine, email="GRACE@people.example"))

    assert [row["recipient"] for row in await rows(db)] == ["", "ada@people.example", "Grace@people.example"]
    assert await counts_told(db) == [{"mails": 1, "participants": 1, "subscribers": 0}]


@pytest.mark.parametrize("times", [1, 2])
async def test_the_counts_are_the_same_in_any_order_and_when_asked_twice(
    db: Connection, settings: Settings, times: int
) -> None:
    event = an_event()
    mine = a_registration(event_id=event.id)
    await hear(db, settings, event, mine, erased(mine))

    await hear(db, settings, *[a_request(mine)] * times)

    assert await counts_told(db) == [{"mails": 1, "participants": 1, "subscribers": 0}] * times


async def test_a_person_s_request_ends_and_forgets_their_subscription_however_the_address_is_spelled(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_subscriber(db, email="grace@müller.example")
    await a_subscriber(db, email="ada@people.example")

    await hear(db, settings, a_request(email="GRACE@xn--mller-kva.example"))
    await send_all(db, settings)

    assert await counts_told(db) == [{"mails": 1, "participants": 0, "subscribers": 1}]
    assert "grace" not in (await everything_stored(db)).lower()
    assert await db.fetchval("SELECT array_agg(email) FROM subscribers") == ["ada@people.example"]
    assert postmaster.recipients == []


async def test_who_passed_a_place_on_is_forgotten_and_the_new_person_keeps_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    mine = a_registration(event_id=event.id)
    passed_on: Any = a_registration(
        RegistrationPassedOn,
        registration_id=mine.registration_id,
        event_id=event.id,
        name="Ada",
        email="ada@people.example",
        status=RegistrationStatus.CONFIRMED,
        previous_name=mine.name,
        previous_email=mine.email,
        previous_language="en",
    )
    await hear(db, settings, event, mine, a_request(), passed_on, a_request())
    await send_all(db, settings)

    assert postmaster.recipients == ["ada@people.example"]
    assert "grace" not in (await everything_stored(db)).lower()


async def test_somebody_without_an_address_is_not_everybody_without_one(db: Connection, settings: Settings) -> None:
    event = an_event()
    mine = a_registration(event_id=event.id, email="", name="Grace")
    other = a_registration(event_id=event.id, email="", name="Ada")
    await hear(db, settings, event, mine, other, a_request(mine, email=""))

    participant = await participants.find(db, other.registration_id)
    assert participant is not None
    assert participant.name == "Ada"
    assert await counts_told(db) == [{"mails": 0, "participants": 1, "subscribers": 0}]


async def test_messages_that_were_given_up_are_forgotten_too(db: Connection, settings: Settings) -> None:
    mine = a_registration()
    await dead_letters.insert(
        db,
        consumer="notify-registration-confirmed",
        subject=mine.subject,
        headers={},
        body=encode(mine),
        reason="NotFound",
        delivery_count=8,
    )

    await hear(db, settings, erased(mine))

    assert await dead_letters.list_waiting(db) == []


async def test_nothing_is_told_of_a_forgotten_person_s_mail(db: Connection, settings: Settings) -> None:
    event = an_event()
    mine = a_registration(event_id=event.id)
    await hear(db, settings, event, mine, erased(mine))

    assert await send_all(db, settings) == []
    assert await db.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'notify.mail.%'") == 0
    assert MailState.SKIPPED in [row["state"] for row in await rows(db)]
