"""The `access_links` table."""

from collections.abc import Mapping
from uuid import UUID

from shared.database import Connection


async def insert_many(db: Connection, registrations: Mapping[str, UUID]) -> None:
    """Let links with these tokens' digests open these registrations."""
    await db.execute(
        """
        INSERT INTO access_links (digest, registration_id)
        SELECT digest, registration_id
        FROM unnest($1::text[], $2::uuid[]) AS links (digest, registration_id)
        """,
        list(registrations.keys()),
        list(registrations.values()),
    )


async def delete_of(db: Connection, registration_id: UUID) -> None:
    """From now on no link that was said before opens this registration."""
    await db.execute("DELETE FROM access_links WHERE registration_id = $1", registration_id)
