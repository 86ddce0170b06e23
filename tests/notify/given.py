"""What the tests of notify have in common: events, people, and what is heard of them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from msgspec import structs

from services.notify.commands.prepare_mail import prepare_mail
from services.notify.commands.record_answer import record_answer
from services.notify.commands.tell_participants import tell_participants
from services.notify.consumers import consumers_of
from services.notify.domain.answer import Answer
from services.notify.domain.mail import DueMail
from services.notify.domain.priority import Priority
from services.notify.emails import Emails
from services.notify.settings import Settings
from services.notify.smtp import Conversation
from services.notify.tables import claims
from shared.copies import Stale
from shared.database import Connection, Pool
from shared.messages import Message
from shared.messages.event_details import Occurrence, Place, Recurrence
from shared.messages.events import EventState, EventStatus, MemberState, OrganisationState, Role
from shared.messages.events_facts import LoginRequested
from shared.messages.notify import MailState
from shared.messages.registration import RegistrationConfirmed, RegistrationFact
from shared.secret import get_or_make

VEVENT = (
    "BEGIN:VEVENT\r\nUID:{id}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20991017T180000\r\n"
    "DTEND;TZID=Europe/Berlin:20991017T200000\r\nSUMMARY:Fest\r\nEND:VEVENT\r\n"
)
SERIES_VEVENT = (
    "BEGIN:VEVENT\r\nUID:{id}\r\nSEQUENCE:0\r\nDTSTAMP:20270101T000000Z\r\n"
    "DTSTART;TZID=Europe/Berlin:20991017T180000\r\nDTEND;TZID=Europe/Berlin:20991017T200000\r\n"
    "RRULE:FREQ=WEEKLY;COUNT={dates}\r\nSUMMARY:Fest\r\nDESCRIPTION:Mit Musik\r\n  und Kuchen\r\n"
    "STATUS:CONFIRMED\r\nEND:VEVENT\r\n"
)
ORGANISATION = uuid4()
BERLIN = ZoneInfo("Europe/Berlin")
PATIENCE_SECONDS = 20


def an_event(**changes: Any) -> EventState:
    """An evening in 2099, published a while ago."""
    event_id = changes.pop("id", None) or uuid4()
    starts_at = datetime(2099, 10, 17, 18)
    state = {
        "id": event_id,
        "version": 1,
        "slug": "fest",
        "status": EventStatus.PUBLISHED,
        "sequence": 0,
        "title": "Fest der Nachbarn",
        "description": "Mit Musik und Kuchen.",
        "language": "de",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "time_zone": "Europe/Berlin",
        "occurrences": [
            Occurrence(
                id=event_id,
                starts_at=starts_at.replace(tzinfo=BERLIN),
                ends_at=(starts_at + timedelta(hours=2)).replace(tzinfo=BERLIN),
            )
        ],
        "place": Place(name="Saalbau", address="Bergerstraße 25, Witten"),
        "category": "other",
        "takes_registrations": True,
        "organisation_id": ORGANISATION,
        "organisation_slug": "awo",
        "organisation_name": "AWO Witten",
        "url": "https://win.example/events/fest",
        "changed_at": datetime.now(UTC) - timedelta(minutes=5),
        "vevents": {"de": VEVENT.format(id=event_id)},
    }
    return EventState(**{**state, **changes})


def a_series(dates: int = 3, **changes: Any) -> EventState:
    """The same evening each week, at six by the clocks in Berlin."""
    event_id = uuid4()
    first = datetime(2099, 10, 17, 18)
    starts = [first + timedelta(weeks=week) for week in range(dates)]
    series = {
        "id": event_id,
        "recurrence": Recurrence(rule=f"FREQ=WEEKLY;COUNT={dates}"),
        "occurrences": [
            Occurrence(
                id=uuid4(),
                starts_at=start.replace(tzinfo=BERLIN).astimezone(UTC),
                ends_at=(start + timedelta(hours=2)).replace(tzinfo=BERLIN).astimezone(UTC),
                recurrence_id=start,
            )
            for start in starts
        ],
        "vevents": {"de": SERIES_VEVENT.format(id=event_id, dates=dates)},
    }
    return an_event(**{**series, **changes})


def a_member(**changes: Any) -> MemberState:
    state = {
        "id": uuid4(),
        "version": 1,
        "organisation_id": ORGANISATION,
        "name": "Ada Lovelace",
        "email": "ada@awo.example",
        "language": "en",
        "role": Role.MEMBER,
    }
    return MemberState(**{**state, **changes})


def a_login(**changes: Any) -> LoginRequested:
    fact = {
        "member_id": uuid4(),
        "email": "ada@awo.example",
        "name": "Ada Lovelace",
        "language": "en",
        "link": "https://win.example/login/secret",
        "expires_at": datetime.now(UTC) + timedelta(minutes=15),
    }
    return LoginRequested(**{**fact, **changes})


def a_registration(fact_type: type[RegistrationFact] = RegistrationConfirmed, **changes: Any) -> Any:
    """A fact about a registration of Grace's for the event that is given as `event_id`."""
    event_id = changes.get("event_id") or uuid4()
    fact = {
        "registration_id": uuid4(),
        # A one-off event of ours has an occurrence with its own id.
        "roster_id": event_id,
        "event_id": event_id,
        "name": "Grace Hopper",
        "email": "grace@people.example",
        "language": "en",
        "party_size": 2,
        "link": "https://win.example/registrations/secret",
        "said_at": datetime.now(UTC),
    }
    return fact_type(**{**fact, **changes})


def an_organisation(**changes: Any) -> OrganisationState:
    state = {"id": ORGANISATION, "version": 1, "slug": "awo", "name": "AWO Witten"}
    return OrganisationState(**{**state, **changes})


async def hear(db: Connection, settings: Settings, *messages: Message) -> None:
    """Let the service hear the messages, as its consumers would."""
    for message in messages:
        [consumer] = [
            each for each in consumers_of(settling_seconds=settings.settling_seconds) if each.message is type(message)
        ]
        try:
            async with db.transaction():
                await consumer.handle(db, message)
        except Stale:
            continue


async def send_all(db: Connection, settings: Settings) -> list[MailState]:
    """Let events settle and send all that is due; what became of each mail."""
    await tell_participants(db)
    conversation = Conversation(settings)
    states = []
    while mail := await take_one(db):
        states.append(await send(db, conversation, mail, settings))
    await conversation.close()
    return states


async def take_one(db: Connection, sender: int = 0, *, per_domain: int = 1) -> DueMail | None:
    taken = await claims.take(db, sender, count=1, per_domain=per_domain, priority=Priority.TO_MANY)
    return taken[0] if taken else None


def emails_of(settings: Settings) -> Emails:
    """Templates are compiled once, whichever mail server their mails go to."""
    return emails_in(structs.replace(settings, smtp_url="smtp://nowhere"))


@cache
def emails_in(settings: Settings) -> Emails:
    return Emails(settings)


async def send(db: Connection, conversation: Conversation, mail: DueMail, settings: Settings) -> MailState:
    prepared = await prepare_mail(db, mail, emails=emails_of(settings), settings=settings, secret=await get_or_make(db))
    if prepared is None:
        return MailState.QUEUED
    if isinstance(prepared, Answer):
        return await record_answer(db, mail, prepared)
    refused = await conversation.announce(prepared.outgoing)
    if refused:
        return await record_answer(db, mail, refused)
    conversation.transfer(prepared.outgoing)
    return await record_answer(db, mail, await conversation.hand_over(), prepared.letter)


async def tried_again(db: Connection) -> None:
    """Time passes: all that is queued is due, and no domain rests any more."""
    await db.execute("UPDATE mails SET due_at = statement_timestamp()")
    await db.execute("UPDATE resting_domains SET until = statement_timestamp()")


async def rows(db: Connection) -> list[Any]:
    """All mails in the order in which they were queued."""
    return list(
        await db.fetch("SELECT kind, recipient, state, tries, last_answer, variables, due_at FROM mails ORDER BY id")
    )


async def eventually(condition: Callable[[], Awaitable[bool]], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until the condition holds; what other tasks and processes do cannot be awaited."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - nobody here could set an event
            await asyncio.sleep(0.01)


async def all_done(db: Connection | Pool) -> bool:
    """Whether no mail is queued."""
    return int(await db.fetchval("SELECT count(*) FROM mails WHERE state = 'queued'")) == 0
