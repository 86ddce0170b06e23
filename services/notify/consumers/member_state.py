"""Members: whom to tell about their organisation's entries, and who may look at the mails."""

from shared import copies
from shared.consumer import Consumer
from shared.database import Connection
from shared.messages.events import MemberState


async def keep_member(db: Connection, member: MemberState) -> None:
    await copies.keep(db, member)


CONSUMER = Consumer(name="notify-member-state", message=MemberState, handle=keep_member)
