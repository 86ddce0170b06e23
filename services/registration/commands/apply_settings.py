"""When sign-up begins and ends, and which mails there are, follows what the organiser set for the event."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.adjust_rosters import keep_and_tell
from services.registration.domain.event_rosters import with_settings
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import rosters
from shared.database import Connection


async def apply_settings(db: Connection, event_id: UUID, settings: SignUpSettings, *, base_url: str) -> None:
    """Brings all dates of the event in line with its settings."""
    before = await rosters.lock_all_of_event(db, event_id, [])
    after = [with_settings(roster, settings) for roster in before]
    changed = [roster for roster, old in zip(after, before, strict=True) if roster != old]
    await keep_and_tell(db, changed, base_url=base_url, now=datetime.now(UTC))
