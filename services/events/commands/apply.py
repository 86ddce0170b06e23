from datetime import UTC, datetime
from uuid import uuid4

from services.events.domain.application import (
    MOST_PER_ADDRESS,
    MOST_WAITING,
    PER_ADDRESS_WITHIN,
    ApplicationFields,
    TooManyApplications,
    check_application,
)
from services.events.tables import applications
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import OrganisationApplied


async def apply(db: Connection, fields: ApplicationFields, *, base_url: str) -> None:
    """Keep an organisation's wish to take part, and tell the coordinators; again from one address is the same wish.

    Raises `Invalid`, `TooManyApplications`.
    """
    now = datetime.now(UTC)
    check_application(fields)
    answered = await applications.count_from(db, fields.email, since=now - PER_ADDRESS_WITHIN)
    if answered >= MOST_PER_ADDRESS or await applications.count_waiting(db) >= MOST_WAITING:
        raise TooManyApplications
    application_id = uuid4()
    if await applications.insert(db, fields, application_id=application_id, applied_at=now):
        await outbox.stage(
            db,
            OrganisationApplied(
                application_id=application_id,
                organisation_name=fields.organisation_name,
                applicant_name=fields.name,
                link=f"{base_url}/portal/applications",
            ),
        )
