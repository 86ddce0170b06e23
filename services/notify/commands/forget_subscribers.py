"""Forget who a subscriber was: of the mails to them only their number stays."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from services.notify.domain.subscriber import CONFIRM_WITHIN, ENDED_KEPT
from services.notify.tables import bounced_addresses, mails, received_mails, subscribers
from shared.database import Connection


async def forget_subscribers(db: Connection, subscriber_ids: Collection[UUID]) -> None:
    # First, since whoever queues a mail to them holds their row, and this waits for it.
    address_keys = await subscribers.delete_many(db, subscriber_ids)
    await mails.forget(db, [], subscriber_ids=subscriber_ids)
    await received_mails.forget(db)
    await bounced_addresses.delete_unused(db, address_keys)


async def forget_outdated_subscribers(db: Connection) -> None:
    """Those who did not confirm, and those who ended it long ago."""
    outdated = await subscribers.list_outdated(
        db, confirm_within=CONFIRM_WITHIN, ended_kept=ENDED_KEPT, now=datetime.now(UTC)
    )
    await forget_subscribers(db, outdated)
