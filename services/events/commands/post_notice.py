from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.events.domain.notice import Notice, NoticeFields, check_notice
from services.events.tables import notices
from shared.database import Connection


async def post_notice(
    db: Connection, fields: NoticeFields, *, organisation_id: UUID, request_key: UUID | None = None
) -> Notice:
    """Tell people something for some days; the same form sent twice makes one notice. Raises `Invalid`."""
    check_notice(fields)
    notice_id = await notices.insert(
        db,
        fields,
        notice_id=uuid4(),
        organisation_id=organisation_id,
        changed_at=datetime.now(UTC),
        request_key=request_key,
    )
    return await notices.get(db, notice_id)
