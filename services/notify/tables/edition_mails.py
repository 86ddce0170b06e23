"""The mails of an edition: queued a part at a time, held while it is paused, counted."""

from uuid import UUID

import msgspec

from services.notify.domain.mail import MailKind
from services.notify.domain.priority import priority_of
from services.notify.domain.sending_edition import Progress
from shared.database import Connection

# Who gets it and has no mail of it yet; those who subscribe after it was begun get the next one.
READERS = """
    subscribers.state = 'active' AND wants_editions
        AND confirmed_at <= coalesce((SELECT published_at FROM editions WHERE id = $1), statement_timestamp())
        AND NOT EXISTS (SELECT FROM editions WHERE id = $1 AND subscribers.id <= queued_up_to)
"""


async def queue_next(db: Connection, edition_id: UUID, *, count: int) -> int:
    """Mails for the next readers, in the order in which they subscribed; how many of them there were.

    The edition's row is locked by the caller, so that no two go on from the same place.
    """
    queued: int = await db.fetchval(
        f"""
        WITH next AS (
            SELECT id, email, address_key, language
            FROM subscribers
            WHERE {READERS}
            ORDER BY id
            LIMIT $2
            -- Nobody is forgotten between here and their mail.
            FOR SHARE
        ), queued AS (
            INSERT INTO mails (cause, kind, recipient, recipient_name, language, subscriber_id, edition_id,
                               variables, address_key, priority)
            SELECT concat_ws(':', $3::text, $1, id), $3, email, '', language, id, $1,
                jsonb_build_object('edition_id', $1::uuid), address_key, $4
            FROM next
            ON CONFLICT (cause) DO NOTHING
        ), moved AS (
            UPDATE editions
            SET queued_up_to = (SELECT id FROM next ORDER BY id DESC LIMIT 1)
            WHERE id = $1 AND EXISTS (SELECT FROM next)
        )
        SELECT count(*) FROM next
        """,  # noqa: S608 - a constant of ours
        edition_id,
        count,
        MailKind.EDITION,
        priority_of(MailKind.EDITION),
    )
    return queued


async def count_queued(db: Connection, edition_id: UUID) -> int:
    count: int = await db.fetchval("SELECT count(*) FROM mails WHERE edition_id = $1 AND state = 'queued'", edition_id)
    return count


async def hold(db: Connection, edition_id: UUID) -> None:
    """Nobody's turn comes until they are let go."""
    await db.execute("UPDATE mails SET due_at = 'infinity' WHERE edition_id = $1 AND state = 'queued'", edition_id)


async def let_go(db: Connection, edition_id: UUID) -> None:
    await db.execute(
        """
        UPDATE mails
        SET due_at = statement_timestamp()
        WHERE edition_id = $1 AND state = 'queued' AND due_at = 'infinity'
        """,
        edition_id,
    )
    await db.execute("SELECT pg_notify('mails', '')")


async def count_progress(db: Connection, edition_id: UUID) -> Progress:
    """Those who subscribed after it was begun do not count."""
    row = await db.fetchrow(
        f"""
        SELECT count(*) FILTER (WHERE mails.state = 'sent') AS sent_count,
            count(*) FILTER (WHERE mails.state = 'failed') AS failed_count,
            count(*) FILTER (WHERE mails.state = 'skipped') AS skipped_count,
            count(*) FILTER (WHERE bounced_at >= mails.created_at) AS bounced_count,
            count(*) + (
                SELECT count(*) FROM subscribers WHERE {READERS}
            ) AS reader_count
        FROM mails
        LEFT JOIN bounced_addresses USING (address_key)
        WHERE edition_id = $1
        """,  # noqa: S608 - a constant of ours
        edition_id,
    )
    return msgspec.convert(dict(row or {}), Progress)
