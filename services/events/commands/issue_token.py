from uuid import UUID

from services.events.tables import api_tokens, organisations
from shared import outbox
from shared.database import Connection
from shared.messages.events import Role
from shared.sessions import digest_of, new_token


async def issue_token(db: Connection, *, organisation_id: UUID, role: Role, name: str = "") -> str:
    """A new token for an organisation's website; this is the only time that anybody sees it."""
    token = new_token()
    await organisations.lock(db, organisation_id)
    await api_tokens.insert(db, digest=digest_of(token), organisation_id=organisation_id, role=role, name=name)
    await outbox.stage(db, await organisations.next_state(db, organisation_id))
    return token
