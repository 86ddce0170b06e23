from datetime import UTC, datetime
from uuid import UUID

from services.events.commands.announcing import announce
from services.events.domain.event import EDITABLE, Event, WrongStatus
from services.events.domain.texts import TextFields, check_language
from services.events.tables import events, texts
from shared.database import Connection


async def keep_text(db: Connection, event_id: UUID, language: str, fields: TextFields, *, base_url: str) -> Event:
    """Let the entry be read in one more language; the translation counts as made from the original as it is now.

    Raises `Invalid` for a language that we do not have or that is the original's, and `WrongStatus`.
    """
    event = await events.lock(db, event_id)
    check_language(language, original=event.language)
    if event.status not in EDITABLE:
        raise WrongStatus
    await texts.keep(db, event_id, language, fields)
    await events.mark_changed(db, event_id, changed_at=event.next_change(datetime.now(UTC)))
    return await announce(db, event_id, base_url=base_url)
