"""The history of a registration in the reader's words."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.registration.domain.history import (
    COLUMN_NAMES,
    MAIL_NAMES,
    MAIL_STATES,
    HistoryEntry,
    counted_columns,
    deed_of,
)
from services.registration.tables import registration_changes
from shared.acting import ActorKind
from shared.database import Connection
from shared.formats import number
from shared.messages.notify import MailState
from shared.translations import N_, catalogue
from shared.web import Request, language_of

ACTORS = {
    ActorKind.CITIZEN: N_("They themselves"),
    ActorKind.CALENDAR: N_("They themselves"),
    ActorKind.SYSTEM: N_("The calendar itself"),
    ActorKind.WEBSITE: N_("Website"),
}


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One thing that happened, ready to be read; `at` is in the network's zone."""

    at: datetime
    actor: str
    deed: str
    details: list[str]


async def history_of(request: Request, db: Connection, registration_id: UUID) -> list[HistoryLine]:
    """All that happened to a registration, the newest first, for `_history.html`."""
    entries = await registration_changes.list_of(db, registration_id)
    zone = request.app.state.settings.zone
    return [line_of(entry, at=entry.at.astimezone(zone), language=language_of(request).code) for entry in entries[::-1]]


def line_of(entry: HistoryEntry, *, at: datetime, language: str) -> HistoryLine:
    translate = catalogue(language).gettext
    actor = entry.actor_name or translate(ACTORS.get(ActorKind(entry.actor_kind), N_("A former member")))
    if entry.mail_kind:
        kind = translate(MAIL_NAMES.get(entry.mail_kind, entry.mail_kind))
        return HistoryLine(
            at=at, actor=actor, deed=translate(MAIL_STATES[MailState(entry.mail_state)]) % {"kind": kind}, details=[]
        )
    counted = [
        f"{translate(COLUMN_NAMES[column])}: {difference(entry, column, language)}" for column in counted_columns(entry)
    ]
    changed = [] if entry.after.get("erased") else [translate(COLUMN_NAMES[column]) for column in entry.unsaid]
    return HistoryLine(at=at, actor=actor, deed=translate(deed_of(entry)), details=counted + changed)


def difference(entry: HistoryEntry, column: str, language: str) -> str:
    before, after = entry.before.get(column), number(entry.after[column], language)
    return after if before is None else f"{number(before, language)} → {after}"
