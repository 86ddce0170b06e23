"""What a partner has to say for some days: closed, moved, things wanted."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from services.events.domain.dates import END_BEFORE_START, NO_SUCH_YEAR, YEARS
from services.events.domain.languages import check_written
from shared.forms import PROSE
from shared.problems import invalid
from shared.translations import LONGEST_CODE, N_


class NoticeFields(Struct, frozen=True, kw_only=True):
    """A short text and the days on which it holds, the last one included."""

    text: Annotated[str, Meta(title=N_("Notice"), min_length=1, max_length=500, extra=PROSE)]
    language: Annotated[str, Meta(title=N_("Language of this text"), max_length=LONGEST_CODE)] = "de"
    valid_from: Annotated[date, Meta(title=N_("First day"))]
    valid_until: Annotated[date, Meta(title=N_("Last day"))]


class Notice(Struct, frozen=True, kw_only=True):
    id: UUID
    organisation_id: UUID
    text: str
    language: str
    valid_from: date
    valid_until: date

    @property
    def fields(self) -> NoticeFields:
        return NoticeFields(**{name: getattr(self, name) for name in NoticeFields.__struct_fields__})


def check_notice(fields: NoticeFields) -> None:
    """Raises `Invalid` naming a field that does not fit."""
    check_written(fields)
    for field in ("valid_from", "valid_until"):
        if getattr(fields, field).year not in YEARS:
            raise invalid(field, NO_SUCH_YEAR)
    if fields.valid_until < fields.valid_from:
        raise invalid("valid_until", END_BEFORE_START)
