"""Entries of the audit log in the reader's words."""

from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.events.domain.audit import CODE_NAMES, KIND_NAMES, SAID_BY_DEED, AuditEntry, deed_of, label_of
from services.events.tables import audit
from shared import formats
from shared.acting import ActorKind
from shared.database import Connection
from shared.formats import language_name, listed
from shared.translations import N_, catalogue
from shared.web import Request, language_of

# Enough to understand what became of an entry; coordinators find the rest in the log.
HISTORY_SIZE = 30
LONGEST_VALUE = 160

ACTORS = {
    ActorKind.OPERATOR: N_("An operator"),
    ActorKind.CITIZEN: N_("A visitor"),
    ActorKind.SYSTEM: N_("The calendar itself"),
    ActorKind.WEBSITE: N_("Website"),
}


class Difference(Struct, frozen=True, kw_only=True):
    """What one field said before, if anything, and says now; neither where that is nobody's business."""

    label: str
    before: str = ""
    after: str = ""


class Line(Struct, frozen=True, kw_only=True):
    """One entry of the log, ready to be read."""

    changed_at: datetime
    actor: str
    actor_id: UUID | None
    actor_organisation: str | None
    what: str
    label: str
    deed: str
    organisation_name: str | None
    event_id: UUID | None
    differences: list[Difference]


async def history_of(request: Request, db: Connection, event_id: UUID) -> list[Line]:
    """What happened to an event, for `_history.html`."""
    entries = await audit.list_of_event(db, event_id, limit=HISTORY_SIZE)
    return lines_of(entries, language=language_of(request).code, zone=request.app.state.settings.zone)


def lines_of(entries: list[AuditEntry], *, language: str, zone: ZoneInfo) -> list[Line]:
    translations = catalogue(language)
    return [line_of(entry, translations, language, zone) for entry in entries]


def line_of(entry: AuditEntry, translations: NullTranslations, language: str, zone: ZoneInfo) -> Line:
    translate = translations.gettext
    shown = shown_columns(entry) if entry.deed == "changed" else []
    return Line(
        changed_at=entry.changed_at.astimezone(zone),
        actor=entry.actor_name or translate(ACTORS.get(ActorKind(entry.actor_kind), N_("A former member"))),
        actor_id=entry.actor_id,
        actor_organisation=entry.actor_organisation,
        what=translate(KIND_NAMES.get(entry.kind, entry.kind)),
        label=shortened(entry.label),
        deed=translate(deed_of(entry)),
        organisation_name=entry.organisation_name,
        event_id=entry.event_id,
        differences=[difference_of(entry, column, translations, language) for column in shown],
    )


def shown_columns(entry: AuditEntry) -> list[str]:
    """What changed, but for what the deed says already; that a reason goes away with a new decision is no news."""
    return [
        column
        for column in entry.changed
        if column not in SAID_BY_DEED and (column in entry.after or not column.startswith("return_"))
    ]


def difference_of(entry: AuditEntry, column: str, translations: NullTranslations, language: str) -> Difference:
    label = translations.gettext(label_of(entry.kind, column))
    if column in entry.unsaid or column.endswith("_id"):
        return Difference(label=label)
    before, after = (
        shortened(words_of(side.get(column), column, translations, language)) for side in (entry.before, entry.after)
    )
    return Difference(label=label, before=before, after=after or "–")


def words_of(value: Any, column: str, translations: NullTranslations, language: str) -> str:
    """A stored value as people read it."""
    translate = translations.gettext
    match value:
        case None:
            return ""
        case bool():
            return translate(N_("Yes")) if value else translate(N_("No"))
        case list():
            return listed((words_of(each, column, translations, language) for each in value), language)
        case dict():
            return ", ".join(words_of(each, column, translations, language) for each in value.values())
        case str() if column in CODE_NAMES:
            return translate(CODE_NAMES[column].get(value, value))
        case str() if column in {"languages", "language"}:
            return language_name(value, language)
        case str() if column.endswith("_at"):
            return formats.date_and_time(datetime.fromisoformat(value), language)
        case str() if column in {"starts_on", "ends_on", "valid_from", "valid_until"}:
            return formats.full_date(date.fromisoformat(value), language)
    return str(value)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE].rstrip()} …"
