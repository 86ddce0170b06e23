"""Addresses that mail does not reach."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from services.notify.domain.bouncing import BouncedAddress
from services.notify.domain.operating import BounceCount
from shared.database import Connection, many, one
from shared.messages.events import MemberState


async def insert(db: Connection, address: BouncedAddress) -> bool:
    """Whether it was not known yet."""
    done = await db.execute(
        """
        INSERT INTO bounced_addresses (address_key, reason, bounced_at)
        VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
        """,
        address.address_key,
        address.reason,
        address.bounced_at,
    )
    return done.endswith("1")


async def find(db: Connection, address_key: str) -> BouncedAddress | None:
    row = await db.fetchrow(
        "SELECT address_key, reason, bounced_at FROM bounced_addresses WHERE address_key = $1", address_key
    )
    return one(row, BouncedAddress)


async def list_newest(db: Connection, *, before: datetime | None = None, limit: int) -> list[BouncedAddress]:
    rows = await db.fetch(
        """
        SELECT address_key, reason, bounced_at
        FROM bounced_addresses
        WHERE $1::timestamptz IS NULL OR bounced_at < $1
        ORDER BY bounced_at DESC
        LIMIT $2
        """,
        before,
        limit,
    )
    return many(rows, BouncedAddress)


async def delete(db: Connection, address_key: str) -> None:
    await db.execute("DELETE FROM bounced_addresses WHERE address_key = $1", address_key)


async def delete_only_of(db: Connection, registration_ids: Collection[UUID]) -> None:
    """Those that nobody has but the people of these registrations."""
    await db.execute(
        """
        DELETE FROM bounced_addresses
        WHERE address_key IN (SELECT address_key FROM mails WHERE registration_id = ANY($1))
            AND NOT EXISTS (
                SELECT
                FROM mails
                WHERE address_key = bounced_addresses.address_key AND (registration_id <> ALL($1)) IS NOT FALSE
            )
        """,
        list(registration_ids),
    )


async def count_between(db: Connection, since: datetime, until: datetime) -> BounceCount:
    """Those that bounced in that time, and whose they are."""
    row = await db.fetchrow(
        """
        SELECT count(*) AS addresses,
            count(*) FILTER (WHERE EXISTS (
                SELECT FROM mails WHERE mails.address_key = b.address_key AND registration_id IS NOT NULL
            )) AS participants,
            count(*) FILTER (WHERE EXISTS (
                SELECT FROM subscribers WHERE subscribers.address_key = b.address_key
            )) AS subscribers,
            count(*) FILTER (WHERE EXISTS (
                SELECT
                FROM copies
                WHERE topic = $3 AND state ->> 'removed_at' IS NULL AND lower(state ->> 'email') = b.address_key
            )) AS members
        FROM bounced_addresses AS b
        WHERE bounced_at > $1 AND bounced_at <= $2
        """,
        since,
        until,
        MemberState.topic,
    )
    return msgspec.convert(row, BounceCount)


async def delete_unused(db: Connection, address_keys: Collection[str]) -> None:
    """Those of these to which no mail is known any more."""
    await db.execute(
        """
        DELETE FROM bounced_addresses
        WHERE address_key = ANY($1)
            AND NOT EXISTS (SELECT FROM mails WHERE address_key = bounced_addresses.address_key)
        """,
        list(address_keys),
    )
