"""The `registration_mails` table."""

from shared.database import Connection
from shared.messages.notify import MailRecorded


async def keep(db: Connection, recorded: MailRecorded) -> None:
    """What became of the mail; what is heard late does not overwrite what is newer."""
    await db.execute(
        """
        INSERT INTO registration_mails (mail_id, registration_id, kind, state, recorded_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (registration_id, mail_id) DO UPDATE
        SET state = excluded.state, recorded_at = excluded.recorded_at
        WHERE registration_mails.recorded_at < excluded.recorded_at
        """,
        recorded.mail_id,
        recorded.registration_id,
        recorded.kind,
        recorded.state,
        recorded.recorded_at,
    )
