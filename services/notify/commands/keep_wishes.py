from uuid import UUID

from services.notify.domain.wishes import Wishes, choices_of
from services.notify.tables import unwanted_mails
from shared.database import Connection
from shared.messages.events import Role


async def keep_wishes(db: Connection, member_id: UUID, wishes: Wishes, *, role: Role) -> None:
    """From now on the member gets those of the mails that they may choose which they chose."""
    await unwanted_mails.replace(db, member_id, set(choices_of(role)) - set(wishes.kinds))
