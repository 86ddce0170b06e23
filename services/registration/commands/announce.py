"""Say something to those who signed up: notify mails it to each of them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec import structs

from services.registration.domain.announcement import Announcement, Words, readers_of
from services.registration.tables import announcements, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import AnnouncementMade
from shared.problems import invalid
from shared.translations import N_


async def announce(
    db: Connection, event_id: UUID, words: Words, *, organisation_id: UUID, sender_name: str, request_key: str
) -> Announcement:
    """What was said; the same request again says nothing more. Raises `Invalid` when it would reach nobody."""
    if words.roster_id not in {None, *(roster.id for roster in await rosters.list_of_event(db, event_id))}:
        raise invalid("roster_id", N_("Please choose one of the dates."))
    everybody = await announcements.list_addressees(db, event_id)
    reached, unreached = readers_of(everybody, words.said_to, words.roster_id)
    if not reached:
        raise invalid("said_to", N_("There is nobody among them who can be reached by mail."))

    said: dict[str, Any] = structs.asdict(words)
    announcement = Announcement(
        **said,
        id=uuid4(),
        event_id=event_id,
        organisation_id=organisation_id,
        sender_name=sender_name,
        mail_count=len(reached),
        unreached_count=len(unreached),
        said_at=datetime.now(UTC),
    )
    if not await announcements.insert(db, announcement, request_key=request_key):
        return await announcements.find(db, event_id, request_key=request_key) or announcement
    await outbox.stage(
        db,
        AnnouncementMade(
            announcement_id=announcement.id,
            event_id=event_id,
            registration_ids=[each.registration_id for each in reached],
            subject_line=words.subject_line,
            text=words.text,
            sender_name=sender_name,
        ),
    )
    return announcement
