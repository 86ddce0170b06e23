"""It is night: what tests of mails that wait for the morning have in common."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import (
    AnnouncementMade,
    RegistrationFact,
)
from tests.notify.given import a_registration, an_event, hear, send_all
from tests.notify.postmaster import Postmaster

NOW = datetime.now(UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


def night(settings: Settings, zone: ZoneInfo) -> Settings:
    """It is night in this zone, from two hours ago until in two hours; nowhere else, if that is far enough away."""
    here = NOW.astimezone(zone)
    begin, end = ((here + timedelta(hours=hours)).strftime("%H:%M") for hours in (-2, 2))
    return structs.replace(settings, quiet_from=begin, quiet_until=end)


def an_event_in(hours: int, **changes: Any) -> EventState:
    zone = ZoneInfo(changes.get("time_zone", "Europe/Berlin"))
    starts_at = (NOW + timedelta(hours=hours)).astimezone(zone).replace(tzinfo=None)
    return an_event(**{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | changes)


async def signed_up(db: Connection, settings: Settings, postmaster: Postmaster, event: EventState) -> RegistrationFact:
    """Grace, who knows of her place already."""
    grace: RegistrationFact = a_registration(event_id=event.id)
    await hear(db, settings, event, grace)
    await send_all(db, settings)
    postmaster.envelopes.clear()
    return grace


def changed(event: EventState, **changes: Any) -> EventState:
    return structs.replace(event, **({"version": event.version + 1} | changes))


def announced(grace: RegistrationFact, text: str = "Bitte bringt Tassen mit.") -> AnnouncementMade:
    return AnnouncementMade(
        announcement_id=uuid4(),
        event_id=grace.event_id,
        registration_ids=[grace.registration_id],
        subject_line=text,
        text=text,
        sender_name="Carla",
    )


async def morning(db: Connection) -> None:
    await db.execute("UPDATE mails SET due_at = statement_timestamp() WHERE state = 'queued'")
