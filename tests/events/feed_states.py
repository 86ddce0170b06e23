"""Events on a shelf, as the stream would bring them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import icalendar
from msgspec import structs

from services.events.domain.feed import Choice
from services.events.domain.vevent import rendered
from services.events.feeds.shelf import Shelf
from services.events.settings import Settings
from shared.messages.event_details import CoOrganiser, Occurrence
from shared.messages.events import CampaignState, EventState, OrganisationState
from tests.events.states import EVENING

NOW = datetime.now(UTC).replace(microsecond=0)
HELP_KIOSK = OrganisationState(id=UUID(int=1), version=1, slug="help-kiosk", name="Help-Kiosk")
CARITAS = CoOrganiser(id=UUID(int=2), slug="caritas-witten", name="Caritas Witten")
WEEK = CampaignState(
    id=UUID(int=3),
    version=1,
    slug="woche-der-vielfalt",
    title="Woche der Vielfalt",
    description="Sieben Feste, viele Orte.",
    organisation_id=HELP_KIOSK.id,
    starts_on=NOW.date(),
    ends_on=NOW.date() + timedelta(days=7),
    url="https://win.example/campaigns/woche-der-vielfalt",
    changed_at=NOW,
)


def an_event(title: str, *, days: int = 30, **fields: Any) -> EventState:
    """An evening so many days from now, rendered unless `fields` say how it reads."""
    starts_at = NOW + timedelta(days=days)
    made = structs.replace(
        EVENING,
        **{
            "id": uuid4(),
            "slug": title.lower().replace(" ", "-"),
            "title": title,
            "starts_at": starts_at.replace(tzinfo=None),
            "ends_at": starts_at.replace(tzinfo=None) + timedelta(hours=2),
            "time_zone": "Europe/Berlin",
            "occurrences": [occurrence(days)],
            "changed_at": NOW - timedelta(days=400),
            **fields,
        },
    )
    return made if "vevents" in fields else rendered(made)


def occurrence(days: int, **fields: Any) -> Occurrence:
    starts_at = NOW + timedelta(days=days)
    return Occurrence(id=uuid4(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **fields)


def changed(state: EventState, **fields: Any) -> EventState:
    """Its next version."""
    made = structs.replace(state, version=state.version + 1, **fields)
    return rendered(made)


def a_shelf(settings: Settings, *events: EventState) -> Shelf:
    """One that has heard of everything there is."""
    shelf = Shelf(settings)
    fill(shelf, *events)
    return shelf


def fill(shelf: Shelf, *events: EventState, heard_at: datetime = NOW) -> None:
    shelf.put_named(HELP_KIOSK, heard_at)
    shelf.put_named(OrganisationState(id=CARITAS.id, version=1, slug=CARITAS.slug, name=CARITAS.name), heard_at)
    shelf.put_named(WEEK, heard_at)
    for event in events:
        shelf.put_event(event, heard_at)
    for caught_up in shelf.caught_up.values():
        caught_up.set()


def titles(shelf: Shelf, path: str = "/calendar.ics", **choice: Any) -> list[str]:
    return [str(entry["summary"]) for entry in entries(shelf.feed(path, Choice(**choice)).body)]


def entries(body: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))
