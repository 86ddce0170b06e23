"""Keep what an organiser asks of those who sign up for an event, and how."""

from datetime import UTC, datetime

from msgspec.structs import replace

from services.registration.commands.apply_settings import apply_settings
from services.registration.domain.event_rosters import check_times
from services.registration.domain.questions import check_questions, with_gone
from services.registration.domain.sign_up_settings import SettingsChanged, SignUpSettings
from services.registration.tables import rosters, sign_up_settings
from shared.database import Connection
from shared.messages.events import EventState


async def keep_sign_up_settings(
    db: Connection, event: EventState, settings: SignUpSettings, *, base_url: str
) -> SignUpSettings:
    """The settings as they are then; their `version` is that of those they were made from.

    Questions that are not named any more stay as gone. Raises `Invalid` or `SettingsChanged`.
    """
    before = await sign_up_settings.get(db, event.id)
    if settings.version != before.version:
        raise SettingsChanged
    questions = with_gone(settings.questions, before.questions)
    check_questions(questions)
    check_times(settings, await rosters.list_of_event(db, event.id))

    kept = replace(settings, questions=questions, version=before.version + 1)
    is_next = await sign_up_settings.keep(
        db, event.id, kept, organisation_id=event.organisation_id, now=datetime.now(UTC)
    )
    if not is_next:
        raise SettingsChanged
    await apply_settings(db, event.id, kept, base_url=base_url)
    return kept
