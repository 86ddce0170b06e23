"""Names, addresses and answers go some time after the date; the counts stay."""

from datetime import UTC, datetime, timedelta

from services.registration.commands.forget_people import forget_people
from services.registration.domain.sign_up_settings import USUAL_KEEP_DAYS, SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import RegistrationErased
from tests.everything import places_naming
from tests.registration.given import an_open_event, seats_and_waiting, signed_up, told


async def a_past_event(db: Connection, *, days_ago: float, keep_days: int | None = None) -> EventState:
    """With three people who came so many days ago."""
    event = await an_open_event(db, capacity=3)
    await signed_up(db, event, f"olena.{event.slug}@people.example", 3, name="Olena Kovalchuk")
    ended_at = datetime.now(UTC) - timedelta(days=days_ago)
    await db.execute("UPDATE rosters SET starts_at = $2, ends_at = $2 WHERE event_id = $1", event.id, ended_at)
    if keep_days is not None:
        settings = SignUpSettings(version=1, keep_days=keep_days)
        await sign_up_settings.keep(db, event.id, settings, organisation_id=event.organisation_id, now=ended_at)
    await db.execute("DELETE FROM outbox")
    return event


async def test_thirty_days_after_the_date_nobody_can_tell_who_came_but_how_many(db: Connection) -> None:
    event = await a_past_event(db, days_ago=USUAL_KEEP_DAYS + 0.1)

    assert await forget_people(db) == 1

    assert await places_naming(db, "Kovalchuk") == []
    assert await seats_and_waiting(db, event) == (3, 0)
    assert len(await told(db, RegistrationErased)) == 1


async def test_until_then_the_organiser_knows_them(db: Connection) -> None:
    await a_past_event(db, days_ago=USUAL_KEEP_DAYS - 0.1)

    assert await forget_people(db) == 0
    assert await places_naming(db, "Kovalchuk") == ["registrations"]


async def test_each_organiser_sets_how_long(db: Connection) -> None:
    await a_past_event(db, days_ago=3, keep_days=2)
    kept = await a_past_event(db, days_ago=USUAL_KEEP_DAYS + 3, keep_days=90)

    assert await forget_people(db) == 1

    left = [row["event_id"] for row in await db.fetch("SELECT event_id FROM registrations WHERE name <> ''")]
    assert left == [kept.id]


async def test_those_who_were_forgotten_are_not_forgotten_again(db: Connection) -> None:
    await a_past_event(db, days_ago=100)

    assert [await forget_people(db), await forget_people(db)] == [1, 0]
