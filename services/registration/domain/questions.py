"""An organiser's questions: how they are read, what must hold among them, and how their list is changed."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import count, pairwise
from typing import Any

from msgspec.structs import replace
from slugify import slugify

from services.registration.domain.answers import TICKED
from services.registration.domain.sign_up_settings import (
    MOST_QUESTIONS,
    Condition,
    OptionTexts,
    Question,
    QuestionKind,
)
from shared.forms import Reading
from shared.problems import FieldProblem, Invalid
from shared.translations import LANGUAGE_CODES, N_, catalogue

KIND_NAMES = {
    QuestionKind.TEXT: N_("A text"),
    QuestionKind.CHOICE: N_("One of several answers"),
    QuestionKind.SEVERAL: N_("Any of several answers"),
    QuestionKind.NUMBER: N_("A number"),
    QuestionKind.DATE: N_("A date"),
    QuestionKind.CONSENT: N_("A tick for yes"),
}
WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
# What stands for a question in addresses and in the names of fields.
ID = re.compile(r"[a-z0-9-]{1,40}")
LONGEST_NAME = 30


def read_questions(given: Sequence[Any], reading: Reading) -> list[Question]:
    """The questions; what is wrong with one of them stands in `reading` as `questions.<position>.<field>`."""
    taken = {str(item.get("id")) for item in given if isinstance(item, Mapping)}
    questions = []
    for position, item in enumerate(given):
        if not isinstance(item, Mapping):
            reading.wrong(f"questions.{position}", N_("Please give an object."))
        elif question := read_question(item, reading, f"questions.{position}.", taken):
            taken.add(question.id)
            questions.append(question)
    return questions


def read_question(values: Mapping[str, Any], reading: Reading, path: str, taken: Collection[str]) -> Question | None:
    """The question; one without an id gets one that is not among those that are `taken`."""
    identified = {**values, "id": values.get("id") or new_id(str(values.get("text", "")), taken)}
    question = reading.struct(Question, identified, path=path)
    if question is None or question.kind in WITH_OPTIONS:
        return question
    return replace(question, options=[], option_texts=OptionTexts())


def new_id(text: str, taken: Collection[str]) -> str:
    """What the question is about and a number, such as `food-1`."""
    name = slugify(text, max_length=LONGEST_NAME, word_boundary=True) or "question"
    return next(each for number in count(1) if (each := f"{name}-{number}") not in taken)


def check_questions(questions: Sequence[Question]) -> None:
    """Raises `Invalid` naming `questions.<position>.<field>`."""
    problems = [] if sum(not each.is_gone for each in questions) <= MOST_QUESTIONS else [too_many()]
    for position, question in enumerate(questions):
        before = {each.id: each for each in questions[:position]}
        problems += [
            FieldProblem(field=f"questions.{position}.{each.field}", text=each.text, values=each.values)
            for each in problems_of(question, before)
        ]
    if problems:
        raise Invalid(*problems)


def too_many() -> FieldProblem:
    return FieldProblem(
        field="questions", text=N_("At most %(limit)s questions, please."), values={"limit": MOST_QUESTIONS}
    )


def problems_of(question: Question, before: Mapping[str, Question]) -> list[FieldProblem]:
    """What is wrong with a question that stands behind these."""
    problems = []
    if not ID.fullmatch(question.id):
        problems.append(FieldProblem(field="id", text=N_("Please use small letters, digits and hyphens.")))
    if question.id in before:
        problems.append(FieldProblem(field="id", text=N_("Another question has this id.")))
    if question.is_gone:
        return problems
    if question.kind in WITH_OPTIONS:
        problems += problems_of_options(question)
    if question.only_if is not None and question.only_if.answer not in answers_to_ask_for(
        before.get(question.only_if.question)
    ):
        text = N_("Please choose an answer to one of the questions before this one, or ask everybody.")
        problems.append(FieldProblem(field="only_if", text=text))
    return problems


def problems_of_options(question: Question) -> list[FieldProblem]:
    problems = []
    if len(set(question.options)) < max(2, len(question.options)):
        text = N_("Please give at least two different answers, one a line.")
        problems.append(FieldProblem(field="options", text=text))
    for language in LANGUAGE_CODES:
        translated = question.option_texts.get(language)
        if translated and len(translated) != len(question.options):
            text = N_("Please give %(count)s answers here too, in the same order, or none.")
            values: dict[str, str | int] = {"count": len(question.options)}
            problems.append(FieldProblem(field=f"option_texts.{language}", text=text, values=values))
    return problems


def answers_to_ask_for(question: Question | None) -> list[str]:
    """Those answers to this question on which another one can depend."""
    if question is None or question.is_gone:
        return []
    return [TICKED] if question.kind is QuestionKind.CONSENT else question.options


def condition_text(condition: Condition, questions: Mapping[str, Question], language: str) -> str:
    """Who is asked, in words of this language; `questions` are by id."""
    translate = catalogue(language).gettext
    question = questions[condition.question]
    if question.kind is QuestionKind.CONSENT:
        return translate(N_("Only if ticked: %(question)s")) % {"question": question.text_in(language)}
    return translate(N_("Only if “%(question)s” is answered with: %(answer)s")) % {
        "question": question.text_in(language),
        "answer": question.option_in(language, condition.answer),
    }


def with_question(questions: Sequence[Question], new: Question) -> list[Question]:
    """With this one, which stands where an older one of its id stood, or else at the end."""
    if all(each.id != new.id for each in questions):
        return [*questions, new]
    return [new if each.id == new.id else each for each in questions]


def without_question(questions: Sequence[Question], question_id: str) -> list[Question]:
    """It is not asked any more, but stays for those who have answered it."""
    return [
        replace(each, is_gone=True, is_required=False, only_if=None) if each.id == question_id else each
        for each in questions
    ]


def with_gone(questions: Sequence[Question], before: Sequence[Question]) -> list[Question]:
    """With those that were there before and are not named any more, as gone."""
    named = {each.id for each in questions}
    missing = [each for each in before if each.id not in named]
    return [*questions, *(each for old in missing for each in without_question([old], old.id))]


def moved_up(questions: Sequence[Question], question_id: str) -> list[Question]:
    """Asked one earlier; those that are gone come last."""
    asked = [each for each in questions if not each.is_gone]
    for position in range(1, len(asked)):
        if asked[position].id == question_id:
            asked[position - 1 : position + 1] = [asked[position], asked[position - 1]]
            break
    return asked + [each for each in questions if each.is_gone]


def moved_down(questions: Sequence[Question], question_id: str) -> list[Question]:
    """Asked one later."""
    asked = [each.id for each in questions if not each.is_gone]
    following = dict(pairwise(asked)).get(question_id)
    return list(questions) if following is None else moved_up(questions, following)
