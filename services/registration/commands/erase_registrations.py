"""Forget who signed up: names, addresses and answers go, the counts stay."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.registration.domain.erasure import purges_about
from services.registration.tables import access_links, opinions, personal_feeds, purges, registrations, replies, rosters
from shared import idempotency, outbox
from shared.database import Connection
from shared.messages.registration import RegistrationErased


async def erase_registrations(
    db: Connection, registration_ids: Collection[UUID], *, now: datetime, erasure_id: UUID | None = None
) -> dict[str, int]:
    """How much of what is gone; those that were erased before stay as they are. They keep their places.

    What the streams say of them follows (`purging.py`): for an erasure that a person asked for, once the other services
    have answered.
    """
    # Whoever is changing one of them has read it before, and would write it back.
    await rosters.lock_all_with(db, registration_ids)
    erased = await registrations.erase(db, registration_ids, now=now)
    await opinions.forget_words(db, erased)
    link_count = await access_links.delete_of(db, erased)
    await replies.delete_of(db, erased)
    await personal_feeds.delete_of_nobody(db)
    await idempotency.forget_about(db, erased)
    await purges.insert_many(db, [purge for each in erased for purge in purges_about(each, erasure_id)])
    await outbox.stage(db, *(RegistrationErased(registration_id=each) for each in erased))
    return {"registrations": len(erased), "links": link_count}
