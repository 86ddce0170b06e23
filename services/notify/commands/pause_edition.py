"""Editors may pause an edition on its way at any moment, and let it go on."""

from uuid import UUID

from services.notify.domain.edition import EditionState
from services.notify.tables import edition_mails, editions
from shared.database import Connection


async def pause_edition(db: Connection, edition_id: UUID) -> None:
    """What is in a conversation with the mail server at this moment still goes out; nothing happens twice."""
    edition = await editions.lock(db, edition_id)
    if edition.state is EditionState.SENDING:
        await editions.mark_state(db, edition_id, EditionState.PAUSED)
        await edition_mails.hold(db, edition_id)


async def resume_edition(db: Connection, edition_id: UUID) -> None:
    edition = await editions.lock(db, edition_id)
    if edition.state is EditionState.PAUSED:
        await editions.mark_state(db, edition_id, EditionState.SENDING)
        await edition_mails.let_go(db, edition_id)
