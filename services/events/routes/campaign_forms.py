"""The form of a campaign: its fields, and a row for each of its questions."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from services.events.domain.campaign import Campaign, CampaignFields
from services.events.domain.campaign_questions import (
    MOST_QUESTIONS,
    QUESTION_KIND_NAMES,
    Question,
    QuestionFields,
    questions_of,
)
from services.events.tables import organisations
from shared import forms
from shared.database import Connection
from shared.forms import labels_of
from shared.problems import FieldProblem, Invalid, invalid
from shared.translations import N_, catalogue
from shared.web import Request, form_for, language_of, page

FEWEST_ROWS = 2
SPARE_ROWS = 1


def from_page(typed: Mapping[str, Any], known: list[Question]) -> tuple[CampaignFields, list[Question]]:
    """What was typed. Raises `Invalid` naming every wrong field."""
    return both(
        lambda: forms.from_form(CampaignFields, typed),
        lambda: questions_of(rows_of(typed), known=known, strict=False),
    )


def from_api(values: dict[str, Any], known: list[Question]) -> tuple[CampaignFields, list[Question]]:
    """What a program sent. Raises `Invalid` naming every wrong field."""
    asked = values.pop("questions", None) or []
    if not isinstance(asked, list):
        raise invalid("questions", N_("Please give a list."))
    return both(
        lambda: forms.from_values(CampaignFields, values), lambda: questions_of(asked, known=known, strict=True)
    )


def both(read_fields: Any, read_questions: Any) -> tuple[CampaignFields, list[Question]]:
    """What both read, or the problems of both at once."""
    problems: list[FieldProblem] = []
    found = []
    for read in (read_fields, read_questions):
        try:
            found.append(read())
        except Invalid as problem:
            problems += problem.errors
    if problems:
        raise Invalid(*problems)
    return found[0], found[1]


def rows_of(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows in which somebody wrote a question, in their order."""
    rows: dict[int, dict[str, Any]] = {}
    for name, value in typed.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[0] == "questions" and parts[1].isdecimal() and len(parts[1]) <= 2:
            rows.setdefault(int(parts[1]), {})[parts[2]] = value
    return [row for _, row in sorted(rows.items()) if row.get("label") or row.get("choices")]


def typed_of(campaign: Campaign) -> dict[str, Any]:
    """The campaign as its form would send it."""
    typed: dict[str, Any] = msgspec.to_builtins(campaign.fields)
    return typed | in_rows([msgspec.to_builtins(each) for each in campaign.questions])


def in_rows(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"questions.{position}.{name}": value
        for position, row in enumerate(rows)
        for name, value in row.items()
        if value is not False
    }


async def form_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    *,
    campaign: Campaign | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    """The form with what was typed, and what is wrong with it."""
    rows = rows_of(typed)
    # Empty rows fall out, so that each row stands where its problem says.
    kept = {name: value for name, value in typed.items() if not name.startswith("questions.")} | in_rows(rows)
    translations = catalogue(language_of(request).code)
    form = form_for(request, CampaignFields, kept, problem)
    row_count = min(MOST_QUESTIONS, max(len(rows) + SPARE_ROWS, FEWEST_ROWS))
    question_labels = labels_of(QuestionFields)
    form.labels |= {
        f"questions.{row}.{name}": label for row in range(row_count) for name, label in question_labels.items()
    }
    return page(
        request,
        "campaign_form.html",
        form=form,
        campaign=campaign,
        row_count=row_count,
        kinds=[(kind.value, translations.gettext(name)) for kind, name in QUESTION_KIND_NAMES.items()],
        organisations=[(each.slug, each.name) for each in await organisations.list_all(db)],
    )
