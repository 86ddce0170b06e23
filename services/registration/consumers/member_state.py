"""The people who log in for an organisation."""

from shared import copies
from shared.database import Connection
from shared.messages.events import MemberState


async def keep_member(db: Connection, member: MemberState) -> None:
    await copies.keep(db, member)
