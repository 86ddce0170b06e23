"""A calendar put into the memory of the events service, where how it was heard of is not the point."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from litestar import Litestar

from services.events.domain.vevent import rendered
from services.events.feeds.shelf import Shelf
from services.events.settings import Settings
from shared.messages.event_details import Occurrence, Picture, Place
from shared.messages.events import CampaignState, EventState, EventStatus, OrganisationState
from tests.events.given import BASE_URL

NOW = datetime.now(UTC).replace(microsecond=0)


def an_event(slug: str = "sprachcafe", *, days: float = 7, **changes: Any) -> EventState:
    """A language café that begins in so many days, but for the changes."""
    starts_at = (NOW + timedelta(days=days)).replace(minute=0, second=0)
    wall_time = starts_at.replace(tzinfo=None)
    usual: dict[str, Any] = {
        "id": uuid4(),
        "version": 1,
        "slug": slug,
        "status": EventStatus.PUBLISHED,
        "sequence": 0,
        "title": "Sprachcafé",
        "description": "Wir üben Deutsch.\n\nKuchen gibt es auch.",
        "language": "de",
        "starts_at": wall_time,
        "ends_at": wall_time + timedelta(hours=2),
        "time_zone": "UTC",
        "occurrences": [Occurrence(id=uuid4(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))],
        "place": Place(name="Saalbau", address="Bergerstraße 25, Witten"),
        "category": "language",
        "languages": ["de", "uk"],
        "organisation_id": UUID(int=1),
        "organisation_slug": "caritas-witten",
        "organisation_name": "Caritas Witten",
        "url": f"{BASE_URL}/events/{slug}",
        "changed_at": NOW - timedelta(days=1),
    }
    state = EventState(**usual | changes)
    return rendered(state)


def put(app: Litestar, *states: EventState | OrganisationState | CampaignState) -> None:
    """What this replica has heard of, and that it has heard everything."""
    shelf: Shelf = app.state.shelf
    for state in states:
        if isinstance(state, EventState):
            shelf.put_event(state, NOW)
        else:
            shelf.put_named(state, NOW)
    for caught_up in shelf.caught_up.values():
        caught_up.set()


PICTURE = Picture(
    id=UUID(int=1),
    alt="Tassen",
    width=1600,
    height=900,
    url="/pictures/1/large.jpg",
    small_url="/pictures/1/small.jpg",
    original_url="/pictures/1/original.jpg",
)
CARITAS = OrganisationState(id=UUID(int=1), version=1, slug="caritas-witten", name="Caritas Witten")
AWO = OrganisationState(id=UUID(int=2), version=1, slug="awo-en", name="AWO & Freunde")


def a_week(settings: Settings) -> CampaignState:
    today = datetime.now(settings.zone).date()
    return CampaignState(
        id=UUID(int=3),
        version=1,
        slug="woche-der-vielfalt",
        title="Woche der Vielfalt",
        organisation_id=AWO.id,
        starts_on=today,
        ends_on=today + timedelta(days=8),
        url=f"{BASE_URL}/campaigns/woche-der-vielfalt",
        changed_at=NOW - timedelta(days=3),
    )
