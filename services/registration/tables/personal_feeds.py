"""The `personal_feeds` table: private calendar addresses, by the digest of their token."""

from datetime import datetime

from msgspec import Struct

from services.registration.domain.own_entry import OwnEntry
from services.registration.domain.person import Person
from shared.database import Connection, many, one


class PersonalFeed(Struct, frozen=True, kw_only=True):
    """Whose dates an address shows, and since when."""

    person: Person
    created_at: datetime


async def replace(db: Connection, person: Person, *, digest: str, created_at: datetime) -> None:
    """The one address of this person from now on."""
    await db.execute(
        """
        INSERT INTO personal_feeds (digest, address_key, booking_id, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (address_key, booking_id) DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at
        """,
        digest,
        person.address_key,
        person.booking_id,
        created_at,
    )


async def find(db: Connection, digest: str) -> PersonalFeed | None:
    """The feed whose token has this digest; None once it was revoked."""
    row = await db.fetchrow(
        """
        SELECT jsonb_build_object('address_key', address_key, 'booking_id', booking_id) AS person, created_at
        FROM personal_feeds
        WHERE digest = $1
        """,
        digest,
    )
    return one(row, PersonalFeed)


async def find_created_at(db: Connection, person: Person) -> datetime | None:
    """Since when the person has the address that works now."""
    created_at: datetime | None = await db.fetchval(
        "SELECT created_at FROM personal_feeds WHERE address_key = $1 AND booking_id IS NOT DISTINCT FROM $2",
        person.address_key,
        person.booking_id,
    )
    return created_at


async def delete_of(db: Connection, person: Person) -> int:
    """Make it work no more, on every replica at once; how many there were. Whole addresses end those of bookings."""
    rows = await db.fetch(
        """
        DELETE FROM personal_feeds
        WHERE address_key = $1 AND ($2::uuid IS NULL OR booking_id = $2)
        RETURNING digest
        """,
        person.address_key,
        person.booking_id,
    )
    return len(rows)


async def delete_of_nobody(db: Connection) -> None:
    """Forget the addresses of which nothing else is known any more."""
    await db.execute(
        """
        DELETE FROM personal_feeds
        WHERE NOT EXISTS (
            SELECT
            FROM registrations
            WHERE registrations.address_key = personal_feeds.address_key AND erased_at IS NULL
                AND (personal_feeds.booking_id IS NULL OR registrations.booking_id = personal_feeds.booking_id)
        )
        """
    )


async def list_entries(db: Connection, person: Person) -> list[OwnEntry]:
    """The last registration of this person for each date that has not ended, if there is one; by date."""
    rows = await db.fetch(
        """
        SELECT registration_id, roster_id, event_id, status, ends_at, changed_at
        FROM (
            SELECT DISTINCT ON (roster_id) registrations.id AS registration_id, roster_id, registrations.event_id,
                   status, starts_at, ends_at,
                   coalesce(
                       (SELECT max(changed_at) FROM registration_changes WHERE registration_id = registrations.id),
                       registered_at
                   ) AS changed_at
            FROM registrations
            JOIN rosters ON rosters.id = roster_id
            WHERE address_key = $1 AND erased_at IS NULL
                AND CASE WHEN $2::uuid IS NULL THEN email NOT LIKE '%+%' ELSE booking_id = $2 END
            ORDER BY roster_id, status IN ('cancelled', 'expired'), arrival DESC
        ) AS latest
        ORDER BY starts_at, roster_id
        """,
        person.address_key,
        person.booking_id,
    )
    return many(rows, OwnEntry)
