from datetime import UTC, datetime

from services.events.tables import login_links, members
from shared.database import Connection
from shared.problems import Conflict
from shared.sessions import digest_of, sign_session
from shared.translations import N_


class LinkUsedUp(Conflict):
    """The link was used before, is over, or never was."""

    title = N_("This link does not work any more")
    detail = N_("A link works once, for 15 minutes. Please ask for a new one.")


async def log_in(db: Connection, token: str, *, private_key: str) -> str:
    """The signed session of the member whom this link was mailed to. Raises `LinkUsedUp`."""
    now = datetime.now(UTC)
    member_id = await login_links.use(db, digest_of(token), now=now)
    if member_id is None or (await members.get(db, member_id)).removed_at:
        raise LinkUsedUp
    return sign_session(member_id, private_key=private_key, now=now)
