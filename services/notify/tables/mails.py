"""The mails: queued, taken one by one, and kept with what became of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import structs

from services.notify.domain.address_key import address_key
from services.notify.domain.mail import DueMail, MailEntry, NewMail, Try
from services.notify.domain.priority import priority_of
from services.notify.domain.search import MailSearch
from shared.database import Connection, many, one
from shared.messages.events import EventState
from shared.problems import NotFound
from shared.translations import N_

SENT_BY_DAY = """
    SELECT (sent_at AT TIME ZONE $2)::date AS day, count(*)
    FROM mails
    WHERE sent_at >= $1
    GROUP BY day
"""
FAILED_BY_DAY = """
    SELECT (created_at AT TIME ZONE $2)::date AS day, count(*)
    FROM mails
    WHERE state = 'failed' AND created_at >= $1
    GROUP BY day
"""
FORGOTTEN = N_("The person is forgotten.")
SELECT_ENTRIES = """
    SELECT id, cause, kind, recipient, recipient_name, language, event_id, registration_id,
           state, due_at, tries, last_answer, created_at, sent_at
    FROM mails
"""


async def insert(db: Connection, *new: NewMail) -> None:
    """Queue the mails; those whose cause has a mail already are left out."""
    await db.execute(
        """
        INSERT INTO mails (cause, kind, recipient, recipient_name, language, event_id, registration_id, subscriber_id,
                           variables, address_key, priority)
        SELECT cause, kind, recipient, recipient_name, language, event_id, registration_id, subscriber_id,
               variables, address_key, priority
        FROM jsonb_to_recordset($1) AS new (
            cause text, kind text, recipient text, recipient_name text, language text,
            event_id uuid, registration_id uuid, subscriber_id uuid, variables jsonb,
            address_key text, priority smallint
        )
        -- Who has the mail in hands may wait for what this transaction has locked, so nobody waits for them here.
        WHERE NOT EXISTS (SELECT FROM mails WHERE mails.cause = new.cause)
        ON CONFLICT (cause) DO NOTHING
        """,
        [
            structs.asdict(each) | {"address_key": address_key(each.recipient), "priority": priority_of(each.kind)}
            for each in new
        ],
    )


async def mark_tried(db: Connection, mail_id: UUID, *, answer: str, delay: timedelta) -> None:
    """The mail will be tried again after the delay."""
    await db.execute(
        """
        UPDATE mails
        SET tries = tries + 1, last_answer = $2, claimed_by = NULL,
            -- What is held is held still.
            due_at = greatest(due_at, clock_timestamp() + $3::interval),
            answers = answers || jsonb_build_object('at', clock_timestamp(), 'text', $2::text)
        WHERE id = $1 AND state = 'queued'
        """,
        mail_id,
        answer,
        delay,
    )


async def mark_waiting(db: Connection, mail_id: UUID, *, until: datetime) -> None:
    """The mail's turn comes again then; this was no try."""
    await db.execute("UPDATE mails SET due_at = $2, claimed_by = NULL WHERE id = $1", mail_id, until)


async def waits_already(db: Connection, mail: DueMail) -> bool:
    """Whether an earlier mail of the same kind to the same reader, about the same, is to be sent later."""
    return bool(
        await db.fetchval(
            """
            SELECT EXISTS (
                SELECT FROM mails
                WHERE kind = $2 AND recipient = $3 AND event_id IS NOT DISTINCT FROM $4
                    AND registration_id IS NOT DISTINCT FROM $5
                    AND state = 'queued' AND due_at > statement_timestamp() AND id < $1
            )
            """,
            mail.id,
            mail.kind,
            mail.recipient,
            mail.event_id,
            mail.registration_id,
        )
    )


async def forget(
    db: Connection, registration_ids: Collection[UUID], *, subscriber_ids: Collection[UUID] = (), email: str = ""
) -> int:
    """The mails about these registrations, to these subscribers, and to this address, but for a member's.

    Only their number stays. None of them goes out any more. What the mail server said may name the address.
    """
    rows = await db.fetch(
        """
        UPDATE mails
        SET recipient = '', recipient_name = '', address_key = '', variables = '{}', answers = '[]', claimed_by = NULL,
            state = CASE WHEN state = 'queued' THEN 'skipped' ELSE state END,
            last_answer = CASE state WHEN 'queued' THEN $4 WHEN 'skipped' THEN last_answer ELSE '' END
        WHERE registration_id = ANY($1) OR subscriber_id = ANY($2)
            OR ((registration_id IS NOT NULL OR subscriber_id IS NOT NULL OR kind = 'application_refused')
                AND address_key = $3 AND address_key <> '')
        RETURNING id
        """,
        list(registration_ids),
        list(subscriber_ids),
        address_key(email),
        FORGOTTEN,
    )
    return len(rows)


async def find_address_key(db: Connection, mail_id: UUID) -> str:
    """Empty when there is no such mail, or its reader is forgotten; else nobody forgets until the transaction ends."""
    return await db.fetchval("SELECT address_key FROM mails WHERE id = $1 FOR SHARE", mail_id) or ""


async def note_answer(db: Connection, mail_id: UUID, *, answer: str, now: datetime) -> None:
    """What came back about the mail after it was handed over; the same twice is noted once."""
    await db.execute(
        """
        UPDATE mails
        SET last_answer = $2, answers = answers || jsonb_build_object('at', $3::timestamptz, 'text', $2::text)
        WHERE id = $1 AND address_key <> '' AND NOT answers @> jsonb_build_array(jsonb_build_object('text', $2::text))
        """,
        mail_id,
        answer,
        now,
    )


async def list_registrations_of(db: Connection, address_key: str) -> list[UUID]:
    """All that were ever mailed to this address, also those that shared their mail with another."""
    rows = await db.fetch(
        """
        SELECT registration_id
        FROM mails
        WHERE address_key = $1 AND registration_id IS NOT NULL
        UNION
        SELECT registration_id
        FROM participants
        WHERE lower(email) IN (SELECT lower(recipient) FROM mails WHERE address_key = $1)
        """,
        address_key,
    )
    return [row["registration_id"] for row in rows]


async def list_of_subscriber(db: Connection, subscriber_id: UUID) -> list[MailEntry]:
    """The newest first."""
    rows = await db.fetch(SELECT_ENTRIES + "WHERE subscriber_id = $1 ORDER BY id DESC", subscriber_id)
    return many(rows, MailEntry)


async def get(db: Connection, mail_id: UUID) -> MailEntry:
    """Raises `NotFound`."""
    found = one(await db.fetchrow(SELECT_ENTRIES + "WHERE id = $1", mail_id), MailEntry)
    if found is None:
        raise NotFound("mail")
    return found


async def list_tries(db: Connection, mail_id: UUID) -> list[Try]:
    """What was said to it, the first try first."""
    return msgspec.convert(await db.fetchval("SELECT answers FROM mails WHERE id = $1", mail_id), list[Try])


async def mark_queued(db: Connection, mail_id: UUID) -> None:
    """Its turn comes at once, as if it had never been tried; not of one that is in somebody's hands."""
    await db.execute(
        """
        UPDATE mails
        SET state = 'queued', tries = 0, due_at = statement_timestamp(), sent_at = NULL
        WHERE id = $1 AND claimed_by IS NULL
        """,
        mail_id,
    )
    await db.execute("SELECT pg_notify('mails', '')")


async def list_newest(db: Connection, search: MailSearch, *, limit: int) -> list[MailEntry]:
    """Those that fit the search, the newest first."""
    rows = await db.fetch(
        SELECT_ENTRIES  # noqa: S608 - a constant of ours
        + """
        WHERE ($1::text IS NULL OR state = $1)
            AND ($2::text IS NULL OR position(lower($2) IN lower(recipient)) > 0)
            AND ($3::uuid IS NULL OR id < $3)
            AND ($5::text IS NULL OR kind = $5)
            AND ($6::text IS NULL OR event_id IN (
                SELECT id FROM copies WHERE topic = $7 AND position(lower($6) IN lower(state ->> 'title')) > 0
            ))
        ORDER BY id DESC
        LIMIT $4
        """,
        search.state,
        search.recipient,
        search.cursor,
        limit,
        search.kind,
        search.event,
        EventState.topic,
    )
    return many(rows, MailEntry)
