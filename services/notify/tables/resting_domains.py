"""Domains whose servers hang or say "later": they are left alone for a while."""

from services.notify.domain.retrying import RESTS
from shared.database import Connection


async def rest(db: Connection, domain: str) -> None:
    """Longer with each time in a row."""
    await db.execute(
        """
        INSERT INTO resting_domains AS resting (domain, failures, until)
        VALUES ($1, 1, clock_timestamp() + ($2::interval[])[1])
        ON CONFLICT (domain) DO UPDATE
        SET failures = resting.failures + 1,
            until = clock_timestamp() + ($2::interval[])[least(resting.failures + 1, cardinality($2))]
        """,
        domain,
        list(RESTS),
    )


async def delete(db: Connection, domain: str) -> None:
    await db.execute("DELETE FROM resting_domains WHERE domain = $1", domain)
