"""The `subscribers` table."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from asyncpg import Record

from services.notify.domain.address_key import address_key
from services.notify.domain.subscriber import Choices, Subscriber, SubscriberCount
from shared.database import Connection, many, one
from shared.problems import LinkEnded

SELECT = """
    SELECT id, email, address_key, language, state, topics, event_languages, organisation_ids, wants_editions,
           wants_weekly, token, asked_at, link_mailed_at, confirmed_at, ended_at, replaces_id
    FROM subscribers
"""


async def find(db: Connection, subscriber_id: UUID) -> Subscriber | None:
    return one(await db.fetchrow(SELECT + "WHERE id = $1", subscriber_id), Subscriber)


async def get(db: Connection, token: str) -> Subscriber:
    """Raises `LinkEnded`."""
    return or_not_found(await db.fetchrow(SELECT + "WHERE token = $1", token))


async def lock(db: Connection, token: str) -> Subscriber:
    """Nobody else changes it until the transaction ends. Raises `LinkEnded`."""
    return or_not_found(await db.fetchrow(SELECT + "WHERE token = $1 FOR UPDATE", token))


def or_not_found(row: Record | None) -> Subscriber:
    subscriber = one(row, Subscriber)
    if subscriber is None:
        raise LinkEnded("subscription")
    return subscriber


async def insert_or_lock(db: Connection, email: str, choices: Choices, *, token: str, now: datetime) -> Subscriber:
    """The subscriber with this address, new and pending if there was none, locked until the transaction ends."""
    row = await db.fetchrow(
        """
        INSERT INTO subscribers (email, address_key, language, wants_editions, wants_weekly, token, asked_at)
        SELECT $2, $3, language, wants_editions, wants_weekly, $4, $5
        FROM jsonb_populate_record(NULL::subscribers, $1)
        ON CONFLICT (address_key) DO UPDATE SET address_key = excluded.address_key
        RETURNING id, email, address_key, language, state, topics, event_languages, organisation_ids, wants_editions,
                  wants_weekly, token, asked_at, link_mailed_at, confirmed_at, ended_at, replaces_id
        """,
        choices,
        email,
        address_key(email),
        token,
        now,
    )
    return msgspec.convert(row, Subscriber)


async def change(db: Connection, subscriber_id: UUID, choices: Choices) -> None:
    await db.execute(
        """
        UPDATE subscribers
        SET language = new.language, topics = new.topics, event_languages = new.event_languages,
            organisation_ids = new.organisation_ids, wants_editions = new.wants_editions,
            wants_weekly = new.wants_weekly
        FROM jsonb_populate_record(NULL::subscribers, $2) AS new
        WHERE subscribers.id = $1
        """,
        subscriber_id,
        choices,
    )


async def mark_pending(
    db: Connection, subscriber_id: UUID, *, email: str, replaces_id: UUID | None, now: datetime
) -> None:
    """Somebody asked for it; who it is we do not know yet."""
    await db.execute(
        """
        UPDATE subscribers
        SET state = 'pending', email = $2, replaces_id = $3, asked_at = $4, ended_at = NULL
        WHERE id = $1
        """,
        subscriber_id,
        email,
        replaces_id,
        now,
    )


async def mark_link_mailed(db: Connection, subscriber_id: UUID, *, now: datetime) -> None:
    await db.execute("UPDATE subscribers SET link_mailed_at = $2 WHERE id = $1", subscriber_id, now)


async def mark_active(db: Connection, subscriber_id: UUID, *, now: datetime) -> None:
    await db.execute(
        """
        UPDATE subscribers
        SET state = 'active', confirmed_at = $2, ended_at = NULL, replaces_id = NULL
        WHERE id = $1
        """,
        subscriber_id,
        now,
    )


async def mark_unsubscribed(db: Connection, subscriber_id: UUID, *, now: datetime) -> None:
    await db.execute(
        "UPDATE subscribers SET state = 'unsubscribed', ended_at = $2 WHERE id = $1 AND state <> 'unsubscribed'",
        subscriber_id,
        now,
    )


async def mark_bounced(db: Connection, address_key: str, *, now: datetime) -> None:
    """Nothing goes there any more, until its person asks for it again."""
    await db.execute(
        "UPDATE subscribers SET state = 'bounced', ended_at = $2 WHERE address_key = $1 AND state = 'active'",
        address_key,
        now,
    )


async def list_outdated(
    db: Connection, *, confirm_within: timedelta, ended_kept: timedelta, now: datetime
) -> list[UUID]:
    """Those who did not confirm, and those who ended it long ago; locked, without those that others have locked."""
    rows = await db.fetch(
        """
        SELECT id
        FROM subscribers
        WHERE (state = 'pending' AND asked_at < $1) OR ended_at < $2
        FOR UPDATE SKIP LOCKED
        """,
        now - confirm_within,
        now - ended_kept,
    )
    return [row["id"] for row in rows]


async def delete_many(db: Connection, subscriber_ids: Collection[UUID]) -> list[str]:
    """Their addresses, by their keys."""
    rows = await db.fetch("DELETE FROM subscribers WHERE id = ANY($1) RETURNING address_key", list(subscriber_ids))
    return [row["address_key"] for row in rows]


async def delete_address(db: Connection, email: str) -> list[UUID]:
    """Those that had it: one at most."""
    rows = await db.fetch("DELETE FROM subscribers WHERE address_key = $1 RETURNING id", address_key(email))
    return [row["id"] for row in rows]


async def count_by_state(db: Connection) -> list[SubscriberCount]:
    rows = await db.fetch(
        "SELECT state, language, count(*) AS count FROM subscribers GROUP BY state, language ORDER BY state, language"
    )
    return many(rows, SubscriberCount)
