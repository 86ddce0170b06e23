"""Members of organisations at the portal."""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from shared import copies
from shared.database import Pool
from shared.messages.events import Role
from shared.sessions import SESSION_COOKIE, sign_session
from tests.notify.given import ORGANISATION, a_member, an_organisation

Headers = dict[str, str]


async def log_in(
    pool: Pool, environment: dict[str, str], *, role: Role = Role.MEMBER, organisation_id: UUID = ORGANISATION
) -> Headers:
    """The headers of somebody who logs in for the organisation, with pages in English."""
    member = a_member(role=role, organisation_id=organisation_id)
    async with pool.acquire() as db:
        with suppress(copies.Stale):
            await copies.keep(db, an_organisation(id=organisation_id, slug=f"o-{organisation_id.hex[:6]}"))
        await copies.keep(db, member)
    session = sign_session(member.id, private_key=environment["EVENTS_SESSION_PRIVATE_KEY"], now=datetime.now(UTC))
    return {"Cookie": f"{SESSION_COOKIE}={session}", "Accept-Language": "en"}
