"""The `access_links` table."""

from collections.abc import Collection, Mapping
from uuid import UUID

from services.registration.domain.person import Person
from shared.database import Connection, one


async def insert_many(
    db: Connection, registrations: Mapping[str, UUID], *, sent_to: Collection[str | None] | None = None
) -> None:
    """Let links with these tokens' digests open these registrations.

    `sent_to` has the address key each link is mailed to, in the same order; links that are handed out have none.
    """
    await db.execute(
        """
        INSERT INTO access_links (digest, registration_id, sent_to)
        SELECT digest, registration_id, sent_to
        FROM unnest($1::text[], $2::uuid[], $3::text[]) AS links (digest, registration_id, sent_to)
        """,
        list(registrations.keys()),
        list(registrations.values()),
        [None] * len(registrations) if sent_to is None else list(sent_to),
    )


async def find_person(db: Connection, digest: str) -> Person | None:
    """Who holds the link with this token's digest."""
    return one(
        await db.fetchrow(
            """
            SELECT address_key, CASE WHEN sent_to IS DISTINCT FROM address_key THEN booking_id END AS booking_id
            FROM access_links
            JOIN registrations ON id = registration_id
            WHERE digest = $1
            """,
            digest,
        ),
        Person,
    )


async def delete_of(db: Connection, registration_ids: Collection[UUID]) -> int:
    """Let no link open these any more; how many there were."""
    rows = await db.fetch(
        "DELETE FROM access_links WHERE registration_id = ANY($1) RETURNING digest", list(registration_ids)
    )
    return len(rows)


async def count_of(db: Connection, registration_id: UUID) -> int:
    return int(await db.fetchval("SELECT count(*) FROM access_links WHERE registration_id = $1", registration_id))
