"""Queue the mails of the editions that are being sent, a part at a time: what lies before the senders stays small."""

from services.notify.domain.edition import EditionState
from services.notify.tables import edition_mails, editions
from shared.database import Connection

# A few seconds' work for the senders; much more would only lie there, and have to be held back by a pause.
MOST_QUEUED = 2_000


async def queue_editions(db: Connection) -> None:
    """Goes on exactly after the last reader whose mail is queued, whoever was interrupted there."""
    for edition in await editions.lock_sending(db):
        queued = await edition_mails.count_queued(db, edition.id)
        new = await edition_mails.queue_next(db, edition.id, count=MOST_QUEUED - queued) if queued < MOST_QUEUED else 0
        if not queued and not new:
            await editions.mark_state(db, edition.id, EditionState.SENT)
