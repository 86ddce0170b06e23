"""What tests of the events service start from: an organisation with a member and a token, and what it says."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.events.commands.add_member import add_member
from services.events.commands.add_organisation import add_organisation
from services.events.commands.draft_event import draft_event
from services.events.commands.issue_token import issue_token
from services.events.commands.publish_event import publish_event
from services.events.commands.submit_event import submit_event
from services.events.domain.event import Event, EventFields, PlaceFields
from services.events.settings import Settings
from shared.database import Connection
from shared.messages import decode
from shared.messages.events import EventState, Role
from shared.sessions import SESSION_COOKIE, sign_session

BASE_URL = "https://calendar.witten.example"
NEXT_YEAR = datetime.now(UTC).year + 1


class Partner(Struct, frozen=True, kw_only=True):
    """An organisation, one of its people, and its token."""

    id: UUID
    slug: str
    member_id: UUID
    email: str
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


async def a_partner(db: Connection, slug: str = "caritas-witten", role: Role = Role.MEMBER) -> Partner:
    organisation_id = await add_organisation(db, slug=slug, name=slug.replace("-", " ").title())
    email = f"carla@{slug}.example"
    member_id = await add_member(db, organisation_id=organisation_id, name="Carla", email=email, role=role)
    token = await issue_token(db, organisation_id=organisation_id, role=role)
    return Partner(id=organisation_id, slug=slug, member_id=member_id, email=email, token=token)


async def a_colleague(db: Connection, partner: Partner, *, name: str = "Bela", role: Role = Role.MEMBER) -> UUID:
    """One more person of the organisation."""
    email = f"{name.lower()}@{partner.slug}.example"
    return await add_member(db, organisation_id=partner.id, name=name, email=email, role=role)


def fields(**changes: Any) -> EventFields:
    """What a partner would say about a language café next spring, but for the changes."""
    usual: dict[str, Any] = {
        "title": "Sprachcafé",
        "description": "Wir üben Deutsch bei Kaffee und Tee.",
        "starts_at": datetime(NEXT_YEAR, 5, 3, 18, 0),
        "ends_at": datetime(NEXT_YEAR, 5, 3, 20, 0),
        "place": PlaceFields(name="Saalbau", address="Bergerstraße 25, Witten"),
        "languages": ["de", "uk"],
        "takes_registrations": True,
        "capacity": 20,
    }
    return EventFields(**(usual | changes))


async def a_published_event(db: Connection, partner: Partner, **changes: Any) -> Event:
    event = await draft_event(db, fields(**changes), organisation_id=partner.id, base_url=BASE_URL)
    await submit_event(db, event.id, base_url=BASE_URL)
    return await publish_event(db, event.id, base_url=BASE_URL)


async def staged(db: Connection) -> list[EventState]:
    """What the other services will hear about events, oldest first."""
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'events.event.%' ORDER BY id")
    return [decode(row["body"], EventState) for row in rows]


def session_of(partner: Partner, settings: Settings) -> dict[str, str]:
    """The cookie of a member who logged in."""
    session = sign_session(partner.member_id, private_key=settings.session_private_key, now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}"}
