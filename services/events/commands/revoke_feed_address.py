from datetime import UTC, datetime
from uuid import UUID

from services.events.tables import feed_tokens
from shared.database import Connection


async def revoke_feed_address(db: Connection, member_id: UUID) -> None:
    """Make the member's private calendar address work no more, on every replica at once."""
    await feed_tokens.mark_revoked(db, member_id, revoked_at=datetime.now(UTC))
