"""The `opinions` table."""

from collections.abc import Collection
from uuid import UUID

from services.registration.domain.opinion import Mark, Opinion, Opinions
from shared.database import Connection, many, one

# More than anybody reads.
MOST_SHOWN = 500


async def find(db: Connection, registration_id: UUID) -> Opinion | None:
    return one(
        await db.fetchrow("SELECT mark, words FROM opinions WHERE registration_id = $1", registration_id), Opinion
    )


async def keep(db: Connection, registration_id: UUID, opinion: Opinion, *, roster_id: UUID) -> None:
    """Their latest word."""
    await db.execute(
        """
        INSERT INTO opinions (registration_id, roster_id, mark, words)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (registration_id) DO UPDATE
        SET roster_id = excluded.roster_id, mark = excluded.mark, words = excluded.words
        """,
        registration_id,
        roster_id,
        opinion.mark,
        opinion.words,
    )


async def find_of_rosters(db: Connection, roster_ids: Collection[UUID]) -> Opinions:
    """All that was said of these dates."""
    counted = await db.fetch(
        "SELECT mark, count(*) AS count FROM opinions WHERE roster_id = ANY($1) GROUP BY mark", list(roster_ids)
    )
    # Ids are made by chance: nobody can tell from the order who said it first.
    in_words = await db.fetch(
        """
        SELECT mark, words
        FROM opinions
        WHERE roster_id = ANY($1) AND words <> ''
        ORDER BY registration_id
        LIMIT $2
        """,
        list(roster_ids),
        MOST_SHOWN,
    )
    counts = {row["mark"]: row["count"] for row in counted}
    return Opinions(counts={mark: counts.get(mark, 0) for mark in Mark}, in_words=many(in_words, Opinion))


async def forget_words(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute(
        "UPDATE opinions SET words = '' WHERE registration_id = ANY($1) AND words <> ''", list(registration_ids)
    )


async def delete_of(db: Connection, registration_ids: Collection[UUID]) -> None:
    await db.execute("DELETE FROM opinions WHERE registration_id = ANY($1)", list(registration_ids))
