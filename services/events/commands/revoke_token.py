from datetime import UTC, datetime
from uuid import UUID

from services.events.tables import api_tokens, organisations
from shared import outbox
from shared.database import Connection
from shared.problems import NotFound


async def revoke_token(db: Connection, token_id: UUID, *, organisation_id: UUID) -> None:
    """Let a token open nothing any more, in all three services. Raises `NotFound`."""
    await organisations.lock(db, organisation_id)
    if not await api_tokens.revoke(db, token_id, organisation_id=organisation_id, revoked_at=datetime.now(UTC)):
        raise NotFound("token")
    await outbox.stage(db, await organisations.next_state(db, organisation_id))
