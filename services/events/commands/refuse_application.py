from datetime import UTC, datetime
from uuid import UUID

from services.events.domain.application import AlreadyDecided, Decision
from services.events.tables import applications
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import ApplicationRefused


async def refuse_application(db: Connection, application_id: UUID, *, note: str) -> None:
    """Do not let an organisation in, and tell its contact why. Raises `NotFound`, `AlreadyDecided`."""
    application = await applications.lock(db, application_id)
    if application.decision:
        raise AlreadyDecided
    await applications.mark_decided(db, application_id, Decision.REFUSED, decided_at=datetime.now(UTC), note=note)
    await outbox.stage(
        db,
        ApplicationRefused(
            application_id=application_id,
            organisation_name=application.organisation_name,
            email=application.email,
            name=application.name,
            language=application.language,
            note=note,
        ),
    )
