"""Who comes, as a table for a spreadsheet: one line for each party, one column for each question."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.registration.domain.answers import answer_text
from services.registration.domain.party_search import SHOWN_NAMES, Shown
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import Question, SignUpSettings
from shared.messages.registration import RegistrationStatus
from shared.spreadsheets import Cell
from shared.translations import N_, catalogue
from shared.translations import language as language_called

COLUMNS = (
    N_("Date"),
    N_("Name"),
    N_("Names of the party"),
    N_("Mail"),
    N_("Phone"),
    N_("People"),
    N_("Language"),
    N_("State"),
    N_("Organisation"),
    N_("Signed up"),
    N_("Came"),
)


def heading_of(settings: SignUpSettings, language: str) -> list[str]:
    translate = catalogue(language).gettext
    return [*map(translate, COLUMNS), *(question.text_in(language) for question in settings.questions)]


def rows_of(
    parties: Iterable[Registration],
    *,
    settings: SignUpSettings,
    rosters: Mapping[UUID, Roster],
    organisations: Mapping[UUID, str],
    language: str,
) -> list[list[Cell]]:
    """The lines below `heading_of`; times are those of the clocks where the event is."""
    translate = catalogue(language).gettext
    return [
        [
            rosters[party.roster_id].wall_time,
            party.name,
            ", ".join(party.attendees),
            party.email,
            party.phone,
            party.party_size,
            language_called(party.language).name,
            translate(SHOWN_NAMES[Shown(party.status)]),
            organisations.get(party.organisation_id, "") if party.organisation_id else "",
            wall_time(party.registered_at, rosters[party.roster_id]),
            came(party),
            *(answer_cell(question, party.answers.get(question.id), language) for question in settings.questions),
        ]
        for party in parties
    ]


def wall_time(moment: datetime, roster: Roster) -> datetime:
    return moment.astimezone(ZoneInfo(roster.time_zone)).replace(tzinfo=None, microsecond=0)


def came(party: Registration) -> int | None:
    """None as long as nobody knows."""
    is_known = party.status in (RegistrationStatus.ATTENDED, RegistrationStatus.MISSED)
    return party.attended_count if is_known else None


def answer_cell(question: Question, answer: Any, language: str) -> Cell:
    """A number stays one, so that it can be added up."""
    if answer is None:
        return None
    is_number = isinstance(answer, int) and not isinstance(answer, bool)
    return answer if is_number else answer_text(question, answer, language)
