from datetime import UTC, datetime

from services.events.domain.still_on import QuestionOver
from services.events.tables import still_on
from shared.database import Connection
from shared.sessions import digest_of


async def confirm_still_on(db: Connection, token: str) -> None:
    """Keep that the date takes place, as whoever has the link says. Raises `QuestionOver`."""
    now = datetime.now(UTC)
    digest = digest_of(token)
    if await still_on.find_open(db, digest, now=now) is None:
        raise QuestionOver
    await still_on.mark_answered(db, digest, answered_at=now)
