from uuid import UUID

from services.events.tables import organisations
from shared import outbox
from shared.database import Connection
from shared.messages.events import Role
from shared.sessions import digest_of, new_token


async def issue_token(db: Connection, *, organisation_id: UUID, role: Role) -> str:
    """A new token for an organisation's website; this is the only time that anybody sees it."""
    token = new_token()
    await organisations.insert_token(db, digest=digest_of(token), organisation_id=organisation_id, role=role)
    await outbox.stage(db, await organisations.state_of(db, organisation_id))
    return token
