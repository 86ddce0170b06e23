from uuid import UUID, uuid4

from services.events.tables import members
from shared import outbox
from shared.database import Connection
from shared.messages.events import Role
from shared.translations import DEFAULT_LANGUAGE


async def add_member(
    db: Connection,
    *,
    organisation_id: UUID,
    name: str,
    email: str,
    role: Role,
    language: str = DEFAULT_LANGUAGE.code,
) -> UUID:
    """Let a person log in for an organisation."""
    member_id = uuid4()
    await members.insert(
        db, member_id=member_id, organisation_id=organisation_id, name=name, email=email, language=language, role=role
    )
    await outbox.stage(db, (await members.get(db, member_id)).state)
    return member_id
