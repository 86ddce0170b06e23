"""The documentation of a campaign in the reader's language: as CSV for a spreadsheet, and the words of `report.typ`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.events.domain.campaign_report import Report, ReportLine
from services.events.domain.programme import plain
from services.events.printing.programme import ONLINE, days_in_words
from shared import formats, spreadsheets
from shared.categories import CATEGORY_NAMES
from shared.formats import language_name
from shared.messages.events import EventStatus
from shared.spreadsheets import Cell
from shared.translations import N_, catalogue

STATUS_NAMES = {
    EventStatus.PUBLISHED: N_("Published"),
    EventStatus.POSTPONED: N_("Postponed"),
    EventStatus.CANCELLED: N_("Cancelled"),
}
COLUMNS = (
    N_("Title"),
    N_("Organisation"),
    N_("Status"),
    N_("Starts"),
    N_("Ends"),
    N_("Place"),
    N_("Online"),
    N_("Category"),
    N_("Languages spoken"),
    N_("Places"),
    N_("Signed up"),
    N_("Waiting list"),
    N_("Came"),
)
TEMPLATE = Path(__file__).with_name("report.typ")


def csv_of(report: Report, *, language: str) -> bytes:
    """A line for each entry, for a spreadsheet; what the campaign asked has a column for each question."""
    translate = catalogue(language).gettext
    asked = report.campaign.questions
    rows = (
        (
            *cells_of(line, language, translate),
            *(plain(line.answers.get(question.id, "")) for question in asked),
        )
        for line in report.lines
    )
    return spreadsheets.csv_of([*map(translate, COLUMNS), *(question.label for question in asked)], rows)


def cells_of(line: ReportLine, language: str, translate: Callable[[str], str]) -> Sequence[Cell]:
    event, numbers = line.event, line.numbers
    return (
        plain(event.title),
        event.organisation_name,
        translate(STATUS_NAMES[event.status]),
        event.starts_at or event.starts_on,
        event.ends_at or event.ends_on,
        event.place_name,
        translate(N_("Yes")) if event.online else "",
        translate(CATEGORY_NAMES[event.category]),
        ", ".join(language_name(code, language) for code in event.languages),
        event.capacity,
        numbers.registered_count if numbers else None,
        numbers.waiting_count if numbers else None,
        counted(numbers.attended_count if numbers else 0),
    )


def counted(attended_count: int) -> int | None:
    """None as long as nobody counted."""
    return attended_count or None


def content_of(report: Report, *, network: str, language: str, as_of: datetime) -> dict[str, Any]:
    """What `report.typ` sets."""
    translate = catalogue(language).gettext
    campaign, total = report.campaign, report.total
    count = sum(report.organisations.values())
    facts = [
        (N_("Entries that took place or will"), count),
        *((STATUS_NAMES[status], number) for status, number in report.status_counts.items()),
        (N_("Organisations that took part"), len(report.organisations)),
        (N_("People signed up"), total.registered_count),
        (N_("People on waiting lists"), total.waiting_count),
    ]
    if total.attended_count:
        facts.append((N_("People who came"), total.attended_count))
    return {
        "language": language,
        "kind": translate(N_("Report")),
        "title": plain(campaign.title),
        "when": days_in_words(campaign.starts_on, campaign.ends_on, language),
        "organisation": plain(campaign.organisation_name),
        "network": network,
        "as_of": translate(N_("As of %(day)s")) % {"day": formats.short_date(as_of, language)},
        "facts": [[translate(name), formats.number(value, language)] for name, value in facts],
        "organisations_heading": [translate(N_("Organisation")), translate(N_("Entries"))],
        "organisations": [
            [plain(name), formats.number(value, language)] for name, value in report.organisations.items()
        ],
        "entries_heading": [translate(each) for each in (N_("Entries"), N_("When"), N_("Signed up"), N_("Came"))],
        "entries": [row_of(line, language, translate) for line in report.lines],
        "codes": [],
    }


def row_of(line: ReportLine, language: str, translate: Callable[[str], str]) -> dict[str, Any]:
    event, numbers = line.event, line.numbers
    came = counted(numbers.attended_count) if numbers else None
    where = [event.place_name or "", translate(ONLINE) if event.online else ""]
    return {
        "title": plain(event.title),
        "language": event.language,
        "about": " · ".join(plain(part) for part in (event.organisation_name, *where) if part),
        "status": "" if event.status is EventStatus.PUBLISHED else translate(STATUS_NAMES[event.status]),
        "when": formats.when(event, language) or translate(N_("Date to be announced")),
        "registered": formats.number(numbers.registered_count, language) if numbers else "–",
        "attended": formats.number(came, language) if came else "–",
    }
