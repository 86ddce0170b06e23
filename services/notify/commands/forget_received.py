"""Mails that came back to us are kept for a month: by then whoever wanted to look has looked."""

from datetime import UTC, datetime, timedelta

from services.notify.tables import received_mails
from shared.database import Connection

KEPT = timedelta(days=30)


async def forget_received(db: Connection) -> None:
    await received_mails.delete_before(db, datetime.now(UTC) - KEPT)
