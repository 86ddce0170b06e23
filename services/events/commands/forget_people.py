from datetime import UTC, datetime, timedelta

from services.events.tables import applications, invitations, members
from shared import outbox
from shared.database import Connection

# Long enough to ask what became of it.
KEPT = timedelta(days=90)


async def forget_people(db: Connection) -> None:
    """Forget whom we asked, who asked us and who left, once that was long ago; the other services forget with us."""
    moment = datetime.now(UTC) - KEPT
    await invitations.delete_over_since(db, moment)
    await applications.delete_decided_before(db, moment)
    for member in await members.forget_removed_before(db, moment):
        await outbox.stage(db, member.state)
