"""What tests of the registration service start from: an event with a roster, parties that ask, and what was staged."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec

from services.registration.commands.register import Date, register
from services.registration.consumers.event_state import keep_event
from services.registration.domain.admission import Ask
from services.registration.domain.registration import Reply, SignUp
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import rosters, sign_up_settings
from shared.database import Connection
from shared.messages import Message
from shared.messages.event_details import Occurrence, Recurrence
from shared.messages.events import ApiToken, EventState, EventStatus, MemberState, OrganisationState, Role
from shared.sessions import digest_of

M = TypeVar("M", bound=Message)

BASE_URL = "https://calendar.witten.example"
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
NEXT_WEEK = NOON + timedelta(days=7)
ORGANISATION = UUID(int=1)
FOREIGN_ORGANISATION = UUID(int=2)


def an_occurrence(starts_at: datetime = NEXT_WEEK) -> Occurrence:
    return Occurrence(id=uuid4(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def an_event(**changes: Any) -> EventState:
    """A published event with one date next week, for which people sign up, but for the changes."""
    event_id = uuid4()
    usual: dict[str, Any] = {
        "id": event_id,
        "version": 1,
        "slug": f"sprachcafe-{event_id.hex[:8]}",
        "status": EventStatus.PUBLISHED,
        "sequence": 0,
        "title": "Sprachcafé & Tee",
        "description": "Wir üben Deutsch.",
        "language": "de",
        "starts_at": NEXT_WEEK.replace(tzinfo=None),
        "ends_at": (NEXT_WEEK + timedelta(hours=2)).replace(tzinfo=None),
        "time_zone": "UTC",
        "occurrences": [an_occurrence()],
        "join_details": "https://meet.witten.example/sprachcafe",
        "category": "language",
        "takes_registrations": True,
        "capacity": 10,
        "organisation_id": ORGANISATION,
        "organisation_slug": "caritas-witten",
        "organisation_name": "Caritas Witten",
        "url": f"{BASE_URL}/events/sprachcafe",
        "changed_at": NOON,
    }
    return EventState(**(usual | changes))


def an_organisation(organisation_id: UUID = ORGANISATION, *, token: str = "secret") -> OrganisationState:
    return OrganisationState(
        id=organisation_id,
        version=1,
        slug=f"organisation-{organisation_id.int}",
        name="Caritas Witten",
        tokens=[ApiToken(digest=digest_of(token), role=Role.MEMBER)],
    )


def a_member(organisation_id: UUID = ORGANISATION) -> MemberState:
    return MemberState(
        id=uuid4(),
        version=1,
        organisation_id=organisation_id,
        name="Carla",
        email="carla@caritas.example",
        language="de",
        role=Role.MEMBER,
    )


async def heard(db: Connection, event: EventState) -> EventState:
    """The service has heard of this event."""
    await keep_event(db, event, base_url=BASE_URL)
    return event


async def an_open_event(db: Connection, **changes: Any) -> EventState:
    return await heard(db, an_event(**changes))


def changed(event: EventState, **changes: Any) -> EventState:
    """The event's next version."""
    return msgspec.structs.replace(event, **({"version": event.version + 1} | changes))


def a_sign_up(email: str = "ada@witten.example", party_size: int = 1, **changes: Any) -> SignUp:
    usual: dict[str, Any] = {"name": "Ada", "language": "uk", "consent": True}
    return SignUp(email=email, party_size=party_size, **(usual | changes))


def an_ask(email: str = "ada@witten.example", party_size: int = 1, key: str | None = None, **changes: Any) -> Ask:
    return Ask(id=uuid4(), sign_up=a_sign_up(email, party_size, **changes), request_key=key)


async def signed_up(db: Connection, event: EventState, email: str, party_size: int = 1, **changes: Any) -> Reply:
    return await register(db, Date(event_id=event.id), an_ask(email, party_size, **changes), base_url=BASE_URL)


async def asking(db: Connection, event: EventState, **settings: Any) -> SignUpSettings:
    """What the event's organiser asks from now on."""
    before = await sign_up_settings.get(db, event.id)
    asked = SignUpSettings(**({"version": before.version + 1} | settings))
    assert await sign_up_settings.keep(db, event.id, asked, organisation_id=event.organisation_id, now=NOON)
    return asked


async def roster_of(db: Connection, event: EventState) -> Roster:
    [roster] = await rosters.list_of_event(db, event.id)
    return roster


async def told(db: Connection, message_type: type[M]) -> list[M]:
    """What others will hear of this kind, in its order."""
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE $1 || '.%' ORDER BY id", message_type.topic)
    return [msgspec.json.decode(row["body"], type=message_type) for row in rows]


async def statuses(db: Connection, event: EventState) -> dict[str, str]:
    """Who is on the event's rosters and how, by mail address."""
    rows = await db.fetch("SELECT email, status FROM registrations WHERE event_id = $1 ORDER BY arrival", event.id)
    return {row["email"]: row["status"] for row in rows}


async def seats_and_waiting(db: Connection, event: EventState) -> tuple[int, int]:
    """Counted from the parties themselves; the roster must say the same."""
    counted = await db.fetchrow(
        """
        SELECT coalesce(sum(coalesce(offered_size, party_size))
                            FILTER (WHERE status NOT IN ('waiting', 'cancelled', 'expired')), 0) AS seats,
               count(*) FILTER (WHERE status = 'waiting') AS waiting
        FROM registrations
        WHERE event_id = $1
        """,
        event.id,
    )
    assert counted is not None
    roster = await roster_of(db, event)
    assert (counted["seats"], counted["waiting"]) == (roster.seats_taken, roster.waiting_count)
    return counted["seats"], counted["waiting"]


async def seats_and_waiting_of_all(db: Connection, event: EventState) -> dict[UUID, tuple[int, int]]:
    """The same for each date of a series, by its id."""
    rows = await db.fetch(
        """
        SELECT roster_id, coalesce(sum(party_size) FILTER (WHERE status = 'confirmed'), 0) AS seats,
               count(*) FILTER (WHERE status = 'waiting') AS waiting
        FROM registrations
        WHERE event_id = $1
        GROUP BY roster_id
        """,
        event.id,
    )
    counted = {row["roster_id"]: (row["seats"], row["waiting"]) for row in rows}
    for roster in await rosters.list_of_event(db, event.id):
        assert counted.get(roster.id, (0, 0)) == (roster.seats_taken, roster.waiting_count)
    return counted


def a_series(dates: int = 3, *, first: datetime = NEXT_WEEK, **changes: Any) -> EventState:
    """A published event each week at the same time, for which people sign up date by date."""
    starts = [first + timedelta(weeks=week) for week in range(dates)]
    usual: dict[str, Any] = {
        "starts_at": first.replace(tzinfo=None),
        "ends_at": (first + timedelta(hours=2)).replace(tzinfo=None),
        "recurrence": Recurrence(rule=f"FREQ=WEEKLY;COUNT={dates}"),
        "occurrences": [
            msgspec.structs.replace(an_occurrence(start), recurrence_id=start.replace(tzinfo=None)) for start in starts
        ],
    }
    return an_event(**(usual | changes))


async def signed_up_for(db: Connection, event: EventState, date: Occurrence, email: str, party_size: int = 1) -> Reply:
    """Signed up for one date of a series."""
    chosen = Date(event_id=event.id, starts_at=date.starts_at.replace(tzinfo=None))
    return await register(db, chosen, an_ask(email, party_size), base_url=BASE_URL)
