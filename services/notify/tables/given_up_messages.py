"""Messages that a service gave up, until and some time after coordinators were told."""

from datetime import datetime

from services.notify.domain.operating import GivenUpCount
from shared.database import Connection, many
from shared.messages.given_up import MessageGivenUp


async def insert(db: Connection, fact: MessageGivenUp) -> None:
    """What was heard before counts once."""
    await db.execute(
        """
        INSERT INTO given_up_messages (fact_id, service, consumer, heard, reason)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        """,
        fact.fact_id,
        fact.service,
        fact.consumer,
        fact.heard,
        fact.reason,
    )


async def any_untold(db: Connection) -> bool:
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM given_up_messages WHERE told_at IS NULL)"))


async def take_untold(db: Connection, *, now: datetime) -> list[GivenUpCount]:
    """All that nobody was told of yet, and nobody will be again."""
    rows = await db.fetch(
        """
        WITH taken AS (
            UPDATE given_up_messages SET told_at = $1 WHERE told_at IS NULL
            RETURNING service, consumer, heard, reason
        )
        SELECT service, consumer, heard, reason, count(*) AS count
        FROM taken
        GROUP BY service, consumer, heard, reason
        ORDER BY service, consumer, heard, reason
        """,
        now,
    )
    return many(rows, GivenUpCount)


async def delete_told_before(db: Connection, moment: datetime) -> None:
    await db.execute("DELETE FROM given_up_messages WHERE told_at < $1", moment)
