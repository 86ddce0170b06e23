"""A new link to their registration for people to whom nobody can send one."""

from uuid import UUID

from services.registration.commands.locked import lock_roster_of
from services.registration.tables import access_links
from shared.database import Connection
from shared.problems import Conflict
from shared.sessions import digest_of, new_token
from shared.translations import N_


class HasMail(Conflict):
    """Their link is nobody's business but theirs."""

    title = N_("They get their links by mail")
    detail = N_("A link to hand out is only made for people without a mail address.")


async def renew_link(db: Connection, registration_id: UUID, *, base_url: str) -> str:
    """The link, which can be read this once; older ones go on working. Raises `NotFound` or `HasMail`."""
    _, registration = await lock_roster_of(db, registration_id)
    if registration.email:
        raise HasMail
    token = new_token()
    await access_links.insert_many(db, {digest_of(token): registration.id})
    return f"{base_url}/registrations/{token}"
