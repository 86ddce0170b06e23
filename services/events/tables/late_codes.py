"""Codes that let one organisation enter a campaign whose call is not open, and wrong ones that were typed."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many


class LateCode(Struct, frozen=True, kw_only=True):
    """A code as a coordinator sees it afterwards: the code itself is never stored."""

    id: UUID
    organisation_name: str
    expires_on: date
    redeemed_at: datetime | None


async def insert(
    db: Connection,
    *,
    code_id: UUID,
    campaign_id: UUID,
    organisation_id: UUID,
    digest: str,
    expires_on: date,
    made_at: datetime,
) -> None:
    """Keep a new code; the one that the organisation may have had before holds no more."""
    await db.execute(
        """
        UPDATE late_codes
        SET revoked_at = $3
        WHERE campaign_id = $1 AND organisation_id = $2 AND revoked_at IS NULL
        """,
        campaign_id,
        organisation_id,
        made_at,
    )
    await db.execute(
        """
        INSERT INTO late_codes (id, campaign_id, organisation_id, digest, expires_on, made_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        code_id,
        campaign_id,
        organisation_id,
        digest,
        expires_on,
        made_at,
    )


async def list_valid(db: Connection, campaign_id: UUID, *, today: date) -> list[LateCode]:
    rows = await db.fetch(
        """
        SELECT l.id, o.name AS organisation_name, l.expires_on, l.redeemed_at
        FROM late_codes AS l
        JOIN organisations AS o ON o.id = l.organisation_id
        WHERE l.campaign_id = $1 AND l.revoked_at IS NULL AND l.expires_on >= $2
        ORDER BY lower(o.name)
        """,
        campaign_id,
        today,
    )
    return many(rows, LateCode)


async def mark_revoked(db: Connection, code_id: UUID, *, campaign_id: UUID, revoked_at: datetime) -> None:
    await db.execute(
        "UPDATE late_codes SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND campaign_id = $2",
        code_id,
        campaign_id,
        revoked_at,
    )


async def redeem(
    db: Connection, digest: str, *, campaign_id: UUID, organisation_id: UUID, today: date, redeemed_at: datetime
) -> bool:
    """Whether this is a code for this organisation and campaign; it may be typed again."""
    done = await db.execute(
        """
        UPDATE late_codes
        SET redeemed_at = coalesce(redeemed_at, $5)
        WHERE digest = $1 AND campaign_id = $2 AND organisation_id = $3 AND revoked_at IS NULL AND expires_on >= $4
        """,
        digest,
        campaign_id,
        organisation_id,
        today,
        redeemed_at,
    )
    return done == "UPDATE 1"


async def opened_until(db: Connection, campaign_id: UUID, organisation_id: UUID, *, today: date) -> date | None:
    """Until when the organisation may enter with the code that it typed; None without one."""
    found: date | None = await db.fetchval(
        """
        SELECT expires_on
        FROM late_codes
        WHERE campaign_id = $1 AND organisation_id = $2 AND expires_on >= $3
          AND redeemed_at IS NOT NULL AND revoked_at IS NULL
        """,
        campaign_id,
        organisation_id,
        today,
    )
    return found


async def count_tries(db: Connection, organisation_id: UUID, *, since: datetime) -> int:
    """How many wrong codes the organisation typed; those that type at the same moment wait for each other."""
    await db.execute("SELECT id FROM organisations WHERE id = $1 FOR NO KEY UPDATE", organisation_id)
    await db.execute("DELETE FROM late_code_tries WHERE tried_at < $1", since)
    return int(
        await db.fetchval("SELECT count(*) FROM late_code_tries WHERE organisation_id = $1", organisation_id) or 0
    )


async def insert_try(db: Connection, organisation_id: UUID, *, tried_at: datetime) -> None:
    await db.execute(
        "INSERT INTO late_code_tries (organisation_id, tried_at) VALUES ($1, $2)", organisation_id, tried_at
    )
