"""What became of a mail, with all that follows: one statement, since no other mail is handed over meanwhile."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.notify.domain.facts import EventFacts
from services.notify.domain.mail import ONLY_ONCE, DueMail
from shared import telemetry
from shared.database import Connection
from shared.messages import Message, encode
from shared.messages.notify import MailState


async def keep(
    db: Connection,
    mail: DueMail,
    state: MailState,
    *,
    answer: str,
    told: Mapping[UUID, EventFacts],
    facts: Sequence[Message],
) -> None:
    """Nothing more will happen to the mail, and the facts are staged; unless its reader was forgotten meanwhile.

    Who has its address knows their date as it was told, for each registration that is still theirs. A link that lets
    in is forgotten, and who applied to be let in.
    """
    await db.execute(
        """
        WITH done AS (
            UPDATE mails
            SET state = $2, last_answer = $3, claimed_by = NULL,
                tries = tries + CASE WHEN $2 = 'skipped' THEN 0 ELSE 1 END,
                answers = CASE
                    WHEN $2 = 'skipped' THEN answers
                    ELSE answers || jsonb_build_object('at', clock_timestamp(), 'text', $3::text)
                END,
                sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END,
                variables = CASE WHEN kind = ANY($4) THEN '{}' ELSE variables END
            WHERE id = $1 AND state = 'queued'
            RETURNING id
        ), known AS (
            UPDATE participants
            SET told = now.told
            FROM jsonb_to_recordset($5) AS now (registration_id uuid, told jsonb)
            WHERE participants.registration_id = now.registration_id AND email = $6
        )
        INSERT INTO outbox (subject, headers, body)
        SELECT subject, $9, body
        FROM done, unnest($7::text[], $8::bytea[]) WITH ORDINALITY AS messages (subject, body, position)
        ORDER BY position
        """,
        mail.id,
        state,
        answer,
        list(ONLY_ONCE),
        [{"registration_id": registration_id, "told": date} for registration_id, date in told.items()],
        mail.recipient,
        [fact.subject for fact in facts],
        [encode(fact) for fact in facts],
        telemetry.trace_headers(),
    )
