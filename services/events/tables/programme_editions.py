"""The programmes of campaigns as they went to print."""

from uuid import UUID

from services.events.domain.programme import Edition
from shared.database import Connection, many, one
from shared.problems import NotFound


async def insert(db: Connection, campaign_id: UUID, edition: Edition) -> None:
    await db.execute(
        """
        INSERT INTO programme_editions (campaign_id, number, frozen_at, frozen_by, programme)
        VALUES ($1, $2, $3, $4, $5)
        """,
        campaign_id,
        edition.number,
        edition.frozen_at,
        edition.frozen_by,
        edition.programme,
    )


async def list_of(db: Connection, campaign_id: UUID) -> list[Edition]:
    """The latest first."""
    rows = await db.fetch(
        """
        SELECT number, frozen_at, frozen_by, programme
        FROM programme_editions
        WHERE campaign_id = $1
        ORDER BY number DESC
        """,
        campaign_id,
    )
    return many(rows, Edition)


async def find_last(db: Connection, campaign_id: UUID) -> Edition | None:
    row = await db.fetchrow(
        """
        SELECT number, frozen_at, frozen_by, programme
        FROM programme_editions
        WHERE campaign_id = $1
        ORDER BY number DESC
        LIMIT 1
        """,
        campaign_id,
    )
    return one(row, Edition)


async def get(db: Connection, campaign_id: UUID, number: int) -> Edition:
    """The edition. Raises `NotFound`."""
    row = await db.fetchrow(
        """
        SELECT number, frozen_at, frozen_by, programme
        FROM programme_editions
        WHERE campaign_id = $1 AND number = $2
        """,
        campaign_id,
        number,
    )
    found = one(row, Edition)
    if found is None:
        raise NotFound("edition")
    return found
