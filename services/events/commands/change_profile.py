from uuid import UUID

from services.events.domain.languages import check_written
from services.events.domain.membership import ProfileFields
from services.events.tables import members
from shared import outbox
from shared.database import Connection


async def change_profile(db: Connection, member_id: UUID, fields: ProfileFields) -> None:
    """Let a member be called so, and mailed in this language. Raises `Invalid`."""
    check_written(fields)
    await members.update_profile(db, member_id, name=fields.name, language=fields.language)
    await outbox.stage(db, (await members.get(db, member_id)).state)
