from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.invite_organisation import invite_organisation
from services.events.domain.application import AlreadyDecided, Decision
from services.events.domain.organisation import NewOrganisationFields
from services.events.tables import applications
from shared.database import Connection


async def verify_application(db: Connection, application_id: UUID, *, inviter_name: str, base_url: str) -> UUID:
    """Let an organisation in that applied, and ask its contact to log in. Raises `NotFound`, `AlreadyDecided`."""
    application = await applications.lock(db, application_id)
    if application.decision:
        raise AlreadyDecided
    fields = NewOrganisationFields(
        organisation_name=application.organisation_name,
        name=application.name,
        email=application.email,
        language=application.language,
    )
    organisation_id = await invite_organisation(
        db, fields, inviter_name=inviter_name, base_url=base_url, application_id=application_id
    )
    await applications.mark_decided(
        db,
        application_id,
        Decision.VERIFIED,
        decided_at=datetime.now(UTC),
        organisation_id=organisation_id,
    )
    return organisation_id
