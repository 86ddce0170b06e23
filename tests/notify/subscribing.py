"""What the tests about subscribers have in common: one who asks for the newsletter, and their page."""

from typing import Any

import httpx
from msgspec import structs

from services.notify.commands.confirm_subscription import confirm_subscription
from services.notify.commands.subscribe import subscribe
from services.notify.domain.address_key import address_key
from services.notify.domain.subscriber import Subscriber, Subscription
from services.notify.tables import subscribers
from shared.database import Connection, Pool, one

ADA = "ada@people.example"
TYPED = {"email": ADA, "language": "en", "wants_editions": "on", "wants_weekly": "on", "consent": "on"}


def a_subscription(**changes: Any) -> Subscription:
    wish = Subscription(email=ADA, language="en", wants_editions=True, wants_weekly=True, consent=True)
    return structs.replace(wish, **changes)


async def found(db: Connection | Pool, email: str = ADA) -> Subscriber:
    """The subscriber with this address, as stored."""
    subscriber = one(await db.fetchrow(subscribers.SELECT + "WHERE address_key = $1", address_key(email)), Subscriber)
    assert subscriber is not None
    return subscriber


async def a_subscriber(db: Connection, **changes: Any) -> Subscriber:
    """One who has asked and confirmed."""
    subscription = a_subscription(**changes)
    await subscribe(db, subscription)
    await confirm_subscription(db, (await found(db, subscription.email)).token)
    return await found(db, subscription.email)


async def an_active_one(pool: Pool, **changes: Any) -> Subscriber:
    async with pool.acquire() as db, db.transaction():
        return await a_subscriber(db, **changes)


async def asked_by_form(web: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await web.post("/newsletter", data=TYPED | changes)


async def kinds(db: Connection | Pool) -> list[str]:
    """Those of all mails, in the order in which they were queued."""
    return [row["kind"] for row in await db.fetch("SELECT kind FROM mails ORDER BY id")]
