from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.notice import Notice, NoticeFields, check_notice
from services.events.tables import notices
from shared.database import Connection


async def change_notice(db: Connection, notice_id: UUID, fields: NoticeFields) -> Notice:
    """Let the notice say this from now on. Raises `NotFound`, `Invalid`."""
    check_notice(fields)
    await notices.update(db, notice_id, fields, changed_at=datetime.now(UTC))
    return await notices.get(db, notice_id)
