"""What people answer to an organiser's questions: what may be answered, and how it is read later."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from msgspec import Meta, inspect
from msgspec.structs import replace

from services.registration.domain.sign_up_settings import Question, QuestionKind, SignUpSettings
from shared.formats import full_date, listed, number
from shared.forms import PROSE, Reading
from shared.problems import Invalid
from shared.sentences import FILL_IN
from shared.translations import N_, catalogue

# The answer that a condition names when it is about a ticked consent.
TICKED = "yes"
CHOOSE = N_("Please choose one of: %(choices)s.")
TYPES: dict[QuestionKind, Any] = {
    QuestionKind.TEXT: Annotated[str, Meta(max_length=1000, extra=PROSE)],
    QuestionKind.CHOICE: Annotated[str, Meta(max_length=100)],
    QuestionKind.SEVERAL: list[Annotated[str, Meta(max_length=100)]],
    QuestionKind.NUMBER: Annotated[int, Meta(ge=0, le=1_000_000_000)],
    QuestionKind.DATE: date,
    QuestionKind.CONSENT: bool,
}


def read_answers(settings: SignUpSettings, typed: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    """What was answered, by the question's id and ready to be stored as JSON; what was left empty is not in it.

    `typed` is by the question's id too, from a page, or from a program (`strict`), whose unknown questions are named.
    What is only asked of others is left out. Raises `Invalid` on `answers.<id>`.
    """
    reading = Reading(strict=strict)
    answers: dict[str, Any] = {}
    for question in settings.asked:
        if is_asked(question, answers):
            answer = read_answer(question, typed.get(question.id), reading)
            if not is_empty(answer):
                answers[question.id] = answer
            elif question.is_required:
                reading.wrong(field_of(question.id), FILL_IN)
    if strict:
        for unknown in typed.keys() - {question.id for question in settings.asked}:
            reading.wrong(field_of(unknown), N_("There is no such question."))
    if reading.problems:
        raise Invalid(*reading.problems)
    return answers


def without_duties(settings: SignUpSettings) -> SignUpSettings:
    """Who fills in for others may leave open what could not be asked."""
    return replace(settings, questions=[replace(question, is_required=False) for question in settings.questions])


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether one who answered the questions before it so is asked this one."""
    if question.only_if is None:
        return True
    answer = answers.get(question.only_if.question)
    chosen = answer if isinstance(answer, list) else [TICKED if answer is True else answer]
    return question.only_if.answer in chosen


def read_answer(question: Question, value: Any, reading: Reading) -> Any:
    """The answer as it is stored; None when there is none, or when what is wrong with it stands in `reading`."""
    if is_empty(value):
        return None
    field = field_of(question.id)
    answer = reading.field(TYPES[question.kind], type_of(question.kind), value, field)
    if question.kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL) and answer:
        chosen = answer if isinstance(answer, list) else [answer]
        if not set(chosen) <= set(question.options):
            reading.wrong(field, CHOOSE, {"choices": ", ".join(question.options)})
    return answer.isoformat() if isinstance(answer, date) else answer


@cache
def type_of(kind: QuestionKind) -> inspect.Type:
    return inspect.type_info(TYPES[kind])


def is_empty(answer: Any) -> bool:
    return answer is None or answer is False or answer in ("", [], [""])


def field_of(question_id: str) -> str:
    """The name of the question's field in forms and problems."""
    return f"answers.{question_id}"


def shown_answers(settings: SignUpSettings, answers: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Question and answer as they are read in this language, also of questions that are not asked any more."""
    return [
        (question.text_in(language), answer_text(question, answers[question.id], language))
        for question in settings.questions
        if question.id in answers
    ]


def answer_text(question: Question, answer: Any, language: str) -> str:
    """The stored answer in words; the organiser may have asked in another way when it was given."""
    translate = catalogue(language).gettext
    if isinstance(answer, bool):
        return translate(N_("Yes")) if answer else translate(N_("No"))
    if isinstance(answer, int):
        return number(answer, language)
    if isinstance(answer, list):
        return listed((question.option_in(language, each) for each in answer), language)
    if question.kind is QuestionKind.DATE:
        return full_date(date.fromisoformat(answer), language)
    return question.option_in(language, answer)
