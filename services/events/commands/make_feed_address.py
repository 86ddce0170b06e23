from datetime import UTC, datetime
from uuid import UUID

from services.events.tables import feed_tokens
from shared.database import Connection
from shared.sessions import digest_of, new_token


async def make_feed_address(db: Connection, member_id: UUID) -> str:
    """The token of a new private calendar address, which nobody can look up again; the one before works no more."""
    now = datetime.now(UTC)
    token = new_token()
    # Two clicks at once make two addresses one after the other.
    await feed_tokens.lock_member(db, member_id)
    await feed_tokens.mark_revoked(db, member_id, revoked_at=now)
    await feed_tokens.insert(db, digest=digest_of(token), member_id=member_id, created_at=now)
    return token
