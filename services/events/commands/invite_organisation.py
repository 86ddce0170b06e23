from uuid import UUID

from services.events.commands.add_organisation import add_organisation
from services.events.commands.invite_member import invite_member
from services.events.domain.languages import check_written
from services.events.domain.membership import InvitationFields
from services.events.domain.organisation import NewOrganisationFields
from shared.database import Connection


async def invite_organisation(
    db: Connection,
    fields: NewOrganisationFields,
    *,
    inviter_name: str,
    base_url: str,
    application_id: UUID | None = None,
) -> UUID:
    """Take a partner into the network and ask its first person to log in. Raises `Invalid`."""
    check_written(fields)
    organisation_id = await add_organisation(db, name=fields.organisation_name)
    person = InvitationFields(name=fields.name, email=fields.email, language=fields.language)
    await invite_member(
        db,
        person,
        organisation_id=organisation_id,
        inviter_name=inviter_name,
        base_url=base_url,
        application_id=application_id,
    )
    return organisation_id
