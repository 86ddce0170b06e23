"""What tests of changes after sign-up do, and what must be true after each."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.registration.commands.accept_offer import accept_offer
from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.change_registration import change_registration
from services.registration.commands.decline_offer import decline_offer
from services.registration.domain.changes import Change, PassOn
from services.registration.domain.registration import Registration, Reply
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import registrations, sign_up_settings
from shared.database import Connection
from shared.messages.events import EventState
from tests.registration.given import BASE_URL, NOON, an_open_event, signed_up


async def set_up(db: Connection, event: EventState, **settings: Any) -> None:
    """The organiser asks for this."""
    await sign_up_settings.keep(
        db, event.id, SignUpSettings(**settings), organisation_id=event.organisation_id, now=NOON
    )


async def change(db: Connection, reply: Reply, **changes: Any) -> Registration:
    """People change this by themselves."""
    return await change_registration(db, reply.registration_id, Change(**changes), base_url=BASE_URL)


async def found(db: Connection, reply: Reply) -> Registration:
    registration = await registrations.find(db, reply.registration_id)
    assert registration is not None
    return registration


async def links_of(db: Connection, registration_id: UUID) -> set[str]:
    """The digests of the tokens that open it."""
    rows = await db.fetch("SELECT digest FROM access_links WHERE registration_id = $1", registration_id)
    return {row["digest"] for row in rows}


def to_bob(email: str = "bob@a.example", **changes: Any) -> PassOn:
    usual: dict[str, Any] = {"name": "Bob", "language": "ar", "consent": True}
    return PassOn(email=email, **(usual | changes))


async def a_full_event(db: Connection, capacity: int = 2) -> tuple[EventState, Reply]:
    """With one party that has all places."""
    event = await an_open_event(db, capacity=capacity)
    return event, await signed_up(db, event, "ada@a.example", capacity)


async def cancel(db: Connection, reply: Reply) -> Registration:
    return await cancel_registration(db, reply.registration_id, base_url=BASE_URL)


async def accept(db: Connection, reply: Reply) -> Registration:
    return await accept_offer(db, reply.registration_id, base_url=BASE_URL)


async def decline(db: Connection, reply: Reply) -> Registration:
    return await decline_offer(db, reply.registration_id, base_url=BASE_URL)


async def wait_until(db: Connection, reply: Reply, *, seconds_ago: float) -> None:
    """So long ago the time of this one ended."""
    held_until = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    await db.execute("UPDATE registrations SET held_until = $2 WHERE id = $1", reply.registration_id, held_until)
