"""Which sender has which mails in hand: nobody else takes them while it lives."""

from uuid import UUID

from services.notify.domain.mail import DueMail
from shared.database import Connection, many
from shared.messages.events import EventState

# Any numbers will do, as long as nothing else in the database locks them.
CLAIMING = 7_204_551
SENDERS = 7_204_552

# The domains that get nothing now: they rest, or as many senders as may ($3) speak to them already.
CLOSED = """
    SELECT domain
    FROM resting_domains
    WHERE until > statement_timestamp()
    UNION ALL
    SELECT domain
    FROM mails
    LEFT JOIN resting_domains USING (domain)
    WHERE claimed_by IS NOT NULL
    GROUP BY domain, failures
    HAVING count(DISTINCT claimed_by) >= CASE WHEN failures IS NULL THEN $3 ELSE 1 END
"""


async def take_numbers(db: Connection, count: int) -> list[int]:
    rows = await db.fetch("SELECT nextval('senders') AS number FROM generate_series(1, $1)", count)
    return [row["number"] for row in rows]


async def hold(db: Connection, numbers: list[int]) -> None:
    """These senders live for as long as the connection."""
    await db.execute("SELECT pg_advisory_lock($1, number) FROM unnest($2::integer[]) AS number", SENDERS, numbers)


async def take(db: Connection, sender: int, *, count: int, per_domain: int, priority: int) -> list[DueMail]:
    """The mails that are due first and that nobody has in hand, of this or a more urgent priority.

    No domain gets more senders at once than `per_domain`, and one that failed last no more than one: claims are taken
    one after the other, whichever replica takes them. So are the mails to one address and about one registration, since
    each builds on what the one before has told.
    """
    await db.execute("SELECT pg_advisory_xact_lock($1)", CLAIMING)
    rows = await db.fetch(
        f"""
        WITH closed AS (
            {CLOSED}
        ), next AS (
            SELECT id
            FROM mails
            WHERE state = 'queued' AND claimed_by IS NULL AND due_at <= statement_timestamp() AND priority <= $4
                AND domain NOT IN (SELECT domain FROM closed)
                AND address_key NOT IN (SELECT address_key FROM mails WHERE claimed_by IS NOT NULL)
                AND NOT EXISTS (
                    SELECT FROM mails AS earlier
                    WHERE earlier.registration_id = mails.registration_id AND earlier.state = 'queued'
                        AND earlier.due_at <= statement_timestamp() AND earlier.id < mails.id
                )
            ORDER BY priority, due_at
            LIMIT $2
            -- Who locks one, to forget its reader, say, keeps nobody waiting.
            FOR UPDATE OF mails SKIP LOCKED
        ), claimed AS (
            UPDATE mails
            SET claimed_by = $1
            FROM next
            WHERE mails.id = next.id
            RETURNING mails.id, cause, kind, recipient, recipient_name, language, event_id, registration_id,
                subscriber_id, variables, tries, priority, due_at, domain, address_key
        )
        SELECT claimed.*, to_jsonb(participants) AS participant, copies.version AS event_version,
            EXISTS (SELECT FROM bounced_addresses WHERE address_key = claimed.address_key) AS is_bounced,
            EXISTS (SELECT FROM resting_domains WHERE domain = claimed.domain) AS has_failed_domain
        FROM claimed
        LEFT JOIN participants USING (registration_id)
        LEFT JOIN copies ON copies.topic = $5 AND copies.id = participants.event_id
        ORDER BY priority, due_at
        """,  # noqa: S608 - a constant of ours
        sender,
        count,
        per_domain,
        priority,
        EventState.topic,
    )
    return many(rows, DueMail)


async def release(db: Connection, sender: int, mail_ids: list[UUID]) -> None:
    """Others may take those of these that the sender did not come to; what is told of the others goes to NATS."""
    await db.execute(
        """
        WITH released AS (
            UPDATE mails SET claimed_by = NULL WHERE claimed_by = $1 AND id = ANY($2)
        )
        SELECT pg_notify('outbox', '')
        """,
        sender,
        mail_ids,
    )


async def release_of_the_dead(db: Connection) -> None:
    """Others may take what was in the hands of senders that are no more."""
    await db.execute(
        """
        UPDATE mails
        SET claimed_by = NULL
        WHERE claimed_by IN (
            SELECT claimed_by
            FROM mails
            WHERE claimed_by IS NOT NULL
            EXCEPT
            SELECT objid::bigint
            FROM pg_locks
            JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE datname = current_database() AND locktype = 'advisory' AND classid::bigint = $1
        )
        """,
        SENDERS,
    )
