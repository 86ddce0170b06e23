"""Events as they are announced, and their feeds as read back."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import icalendar
from msgspec import structs

from services.events.domain.vevent import rendered
from shared.calendar import calendar
from shared.calendar_entry import rendered_of
from shared.messages.event_details import Place
from shared.messages.events import EventState, EventStatus

EVENING = EventState(
    id=UUID("0195f0c4-7a1e-7b0d-9a55-3d1b6f0e2c11"),
    version=4,
    slug="sprachcafe",
    status=EventStatus.PUBLISHED,
    sequence=2,
    title="Sprachcafé",
    description="Wir reden.\n\nKuchen gibt es auch.",
    language="de",
    starts_at=datetime(2027, 5, 31, 18, 30),
    ends_at=datetime(2027, 5, 31, 20, 0),
    time_zone="Europe/Berlin",
    place=Place(name="Haus der Jugend", address="Nordstraße 15, 58452 Witten"),
    category="language",
    organisation_id=UUID(int=1),
    organisation_slug="help-kiosk",
    organisation_name="Help-Kiosk",
    url="https://win.example/events/sprachcafe",
    changed_at=datetime(2027, 1, 7, 10, 30, 15, 999, tzinfo=timezone(timedelta(hours=1))),
)


def changed(**fields: Any) -> EventState:
    return structs.replace(EVENING, **fields)


def whole_days(first: date, last: date) -> EventState:
    return changed(starts_at=None, ends_at=None, starts_on=first, ends_on=last)


def feed_of(event: EventState, language: str | None = None) -> bytes:
    vevent = rendered_of(rendered(event), language or event.language) or ""
    return calendar([vevent], name="WIN", language="de", time_zones=[event.time_zone])


def entry_in(feed: bytes) -> icalendar.Event:
    (entry,) = icalendar.Calendar.from_ical(feed).events
    return entry


def entry_of(event: EventState, language: str | None = None) -> icalendar.Event:
    return entry_in(feed_of(event, language))
