"""What a campaign asks of each entry beyond the usual, and what was answered."""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from shared import forms
from shared.forms import PROSE
from shared.problems import FieldProblem, Invalid, invalid
from shared.texts import CONTROL_CHARACTER, TAG
from shared.translations import N_

MOST_QUESTIONS = 10
LONGEST_ANSWERS = {"short": 200, "long": 2000}


class QuestionKind(StrEnum):
    SHORT = "short"
    LONG = "long"
    YES_NO = "yes_no"
    CHOICE = "choice"


QUESTION_KIND_NAMES = {
    QuestionKind.SHORT: N_("One line of text"),
    QuestionKind.LONG: N_("Several lines of text"),
    QuestionKind.YES_NO: N_("Yes or no"),
    QuestionKind.CHOICE: N_("One of several answers"),
}


class QuestionFields(Struct, frozen=True, kw_only=True):
    """A question of a campaign. One that has an `id` keeps the answers given to it."""

    id: UUID | None = None
    label: Annotated[str, Meta(title=N_("Question"), min_length=1, max_length=200)]
    kind: Annotated[QuestionKind, Meta(title=N_("Kind of answer"))] = QuestionKind.SHORT
    choices: Annotated[str, Meta(title=N_("Answers to choose from, one a line"), max_length=1000, extra=PROSE)] = ""
    is_required: Annotated[bool, Meta(title=N_("Each entry must answer it"))] = False


class Question(Struct, frozen=True, kw_only=True):
    """`choices` is one answer a line, and empty unless the kind is a choice."""

    id: UUID
    label: str
    kind: QuestionKind
    choices: str = ""
    is_required: bool = False

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class AnswersMissing(Invalid):
    """The campaign asks what was not answered yet; its errors name `campaign_answers.<question's id>`."""

    title = N_("The campaign asks a few things more")


def questions_of(given: Sequence[Any], *, known: Sequence[Question] = (), strict: bool) -> list[Question]:
    """The questions, as programs (`strict`) or a page sent them.

    Raises `Invalid` naming `questions.<position>.<field>`. Only an id that a `known` question has is kept.
    """
    if len(given) > MOST_QUESTIONS:
        raise invalid("questions", N_("At most %(limit)s questions, please."), limit=MOST_QUESTIONS)
    read = forms.from_values if strict else forms.from_form
    questions, problems = [], []
    for position, item in enumerate(given):
        try:
            if not isinstance(item, Mapping):
                raise invalid("", N_("Please give an object."))
            questions.append(question_of(read(QuestionFields, item), {each.id for each in known}))
        except Invalid as problem:
            problems += [
                FieldProblem(field=f"questions.{position}.{each.field}".rstrip("."), text=each.text, values=each.values)
                for each in problem.errors
            ]
    if problems:
        raise Invalid(*problems)
    return questions


def question_of(fields: QuestionFields, known: set[UUID]) -> Question:
    is_choice = fields.kind is QuestionKind.CHOICE
    question = Question(
        id=fields.id if fields.id is not None and fields.id in known else uuid4(),
        label=fields.label,
        kind=fields.kind,
        choices=fields.choices if is_choice else "",
        is_required=fields.is_required,
    )
    if is_choice and len(question.options) < 2:
        raise invalid("choices", N_("Please give at least two answers, one a line."))
    return question


def answers_of(questions: Sequence[Question], given: Mapping[str, Any]) -> dict[UUID, str]:
    """The answers by question, what is empty left out. Raises `Invalid` naming `campaign_answers.<question's id>`."""
    answers, problems = {}, []
    for question in questions:
        value = given.get(str(question.id)) or ""
        if not isinstance(value, str):
            problems.append(FieldProblem(field=field_of(question.id), text=N_("Please write text.")))
            continue
        text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            continue
        if problem := problem_of(question, text):
            problems.append(problem)
        answers[question.id] = text
    if unknown := given.keys() - {str(question.id) for question in questions}:
        problems += [FieldProblem(field=field_of(each), text=N_("There is no such question.")) for each in unknown]
    if problems:
        raise Invalid(*problems)
    return answers


def problem_of(question: Question, text: str) -> FieldProblem | None:
    field, kind = field_of(question.id), question.kind
    options = {QuestionKind.YES_NO: ["yes", "no"], QuestionKind.CHOICE: question.options}.get(kind)
    if options is not None:
        if text in options:
            return None
        choose = N_("Please choose one of: %(choices)s.")
        return FieldProblem(field=field, text=choose, values={"choices": ", ".join(options)})
    limit = LONGEST_ANSWERS[kind]
    if len(text) > limit:
        return FieldProblem(
            field=field, text=N_("Please shorten this to %(limit)s characters."), values={"limit": limit}
        )
    if CONTROL_CHARACTER.search(text):
        return FieldProblem(field=field, text=N_("Please remove the invisible control characters."))
    if TAG.search(text):
        return FieldProblem(field=field, text=N_("Please write plain text, without HTML tags."))
    if kind is QuestionKind.SHORT and "\n" in text:
        return FieldProblem(field=field, text=N_("Please write this on one line."))
    return None


def check_answered(questions: Sequence[Question], answers: Mapping[UUID, str]) -> None:
    """Raises `AnswersMissing` naming each required question without an answer."""
    missing = [question for question in questions if question.is_required and not answers.get(question.id)]
    if missing:
        text = N_("The campaign asks: %(question)s")
        raise AnswersMissing(
            *(FieldProblem(field=field_of(each.id), text=text, values={"question": each.label}) for each in missing)
        )


def field_of(question_id: UUID | str) -> str:
    return f"campaign_answers.{question_id}"
