"""The weekly digests: those of the `mails` that each subscriber gets one of a week."""

from datetime import date, datetime

from services.notify.domain.mail import MailKind
from services.notify.domain.priority import priority_of
from shared.database import Connection


async def insert(db: Connection, *, thursday: date, cause: str, since: datetime, until: datetime, limit: int) -> int:
    """A mail for each of the next subscribers of whom no digest was thought this week, if there is something for them.

    How many there were to think of. Those whom another replica thinks of are left to it; their rows stay locked until
    the transaction ends, so that nobody is forgotten in between.
    """
    rows = await db.fetch(
        """
        WITH next AS (
            SELECT id
            FROM subscribers
            WHERE state = 'active' AND wants_weekly AND (digest_on IS NULL OR digest_on < $1)
            LIMIT $6
            FOR UPDATE SKIP LOCKED
        ), thought_of AS (
            UPDATE subscribers SET digest_on = $1 FROM next WHERE subscribers.id = next.id
            RETURNING subscribers.id, email, address_key, language
        ), queued AS (
            INSERT INTO mails (cause, kind, recipient, recipient_name, language, subscriber_id, address_key, priority)
            SELECT $2 || ':' || id || ':' || $3, $2, email, '', language, id, address_key, $7
            FROM thought_of
            WHERE EXISTS (
                SELECT FROM wanted_dates WHERE subscriber_id = thought_of.id AND starts_at >= $4 AND starts_at < $5
            )
            ON CONFLICT (cause) DO NOTHING
        )
        SELECT id FROM thought_of
        """,
        thursday,
        MailKind.WEEKLY_DIGEST,
        cause,
        since,
        until,
        limit,
        priority_of(MailKind.WEEKLY_DIGEST),
    )
    return len(rows)
