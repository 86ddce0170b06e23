"""The page of one of the organiser's questions: how it is shown, and how it is read."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from services.registration.domain.questions import KIND_NAMES, answers_to_ask_for, condition_text, read_question
from services.registration.domain.sign_up_settings import Condition, Question, SignUpSettings
from services.registration.routes.sign_up_settings import flat, further_languages
from shared.forms import Reading
from shared.messages.events import EventState
from shared.problems import FieldProblem, Invalid
from shared.translations import LANGUAGE_CODES, N_, catalogue
from shared.web import Request, form_for, language_of, page

TRANSLATED = ("texts", "option_texts")
OTHERS_DEPEND = N_(
    "Another question is asked only after an answer that would then not stand before it any more. "
    "Please change that question first."
)


def version_of(typed: Mapping[str, Any]) -> int:
    """Of the settings that the page showed; a made-up one is none."""
    version = str(typed.get("version"))
    return int(version) if version.isdecimal() else -1


def read_typed(typed: Mapping[str, Any], settings: SignUpSettings, before: Question | None) -> Question:
    """The question as a page sent it, with one answer a line. Raises `Invalid`."""
    asked_of, _, answer = str(typed.get("only_if", "")).partition("=")
    values = {
        "id": before and before.id,
        "kind": typed.get("kind"),
        "text": typed.get("text"),
        "texts": {code: typed.get(f"texts.{code}") or None for code in LANGUAGE_CODES},
        "options": lines_of(typed.get("options")),
        "option_texts": {code: lines_of(typed.get(f"option_texts.{code}")) or None for code in LANGUAGE_CODES},
        "is_required": typed.get("is_required"),
        "only_if": {"question": asked_of, "answer": answer} if asked_of else None,
    }
    reading = Reading(strict=False)
    question = read_question(values, reading, "", {each.id for each in settings.questions})
    if question is None:
        raise Invalid(*reading.problems)
    return question


def lines_of(text: Any) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def typed_of(question: Question) -> dict[str, Any]:
    """The question as its page would send it."""
    typed = flat(msgspec.to_builtins(question))
    typed |= {name: "\n".join(value) for name, value in typed.items() if isinstance(value, list)}
    return typed | {"only_if": value_of(question.only_if) if question.only_if else ""}


def value_of(condition: Condition) -> str:
    return f"{condition.question}={condition.answer}"


def position_of(settings: SignUpSettings, question: Question | None) -> int:
    """Where it stands; a new one comes last."""
    ids = [each.id for each in settings.questions]
    return ids.index(question.id) if question else len(ids)


def about_this(problem: Invalid, position: int) -> Invalid:
    """What is wrong with the question at this position by its own fields; of all others it is said that they are."""
    errors = []
    for error in problem.errors:
        of_this = error.field.removeprefix(f"questions.{position}.")
        is_elsewhere = of_this.startswith("questions.")
        errors.append(
            FieldProblem(field="", text=OTHERS_DEPEND)
            if is_elsewhere
            else FieldProblem(field=of_this, text=error.text, values=error.values)
        )
    return Invalid(*errors)


def question_page(
    request: Request,
    event: EventState,
    settings: SignUpSettings,
    question: Question | None,
    typed: dict[str, Any],
    problem: Invalid | None = None,
) -> Response[str]:
    language = language_of(request).code
    earlier = [each for each in settings.questions[: position_of(settings, question)] if not each.is_gone]
    by_id = {each.id: each for each in earlier}
    conditions = [Condition(question=each.id, answer=answer) for each in earlier for answer in answers_to_ask_for(each)]
    form = form_for(request, Question, typed, problem)
    form.labels |= {f"{part}.{code}": name for part in TRANSLATED for code, name in further_languages(event)}
    return page(
        request,
        "settings_question.html",
        event=event,
        question=question,
        form=form,
        kinds=list(kind_names(language).items()),
        conditions=[(value_of(each), condition_text(each, by_id, language)) for each in conditions],
        further_languages=further_languages(event),
    )


def kind_names(language: str) -> dict[str, str]:
    return {kind.value: catalogue(language).gettext(name) for kind, name in KIND_NAMES.items()}
