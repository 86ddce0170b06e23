"""What people may answer to an organiser's questions, and how it is read later."""

from typing import Any

import pytest

from services.registration.domain.answers import read_answers, shown_answers
from services.registration.domain.sign_up_settings import (
    Condition,
    OptionTexts,
    Question,
    QuestionKind,
    SignUpSettings,
    Texts,
)
from shared.problems import Invalid

FOOD = Question(
    id="food",
    kind=QuestionKind.CHOICE,
    text="Was essen Sie?",
    texts=Texts(ar="ماذا تأكلون؟"),
    options=["Alles", "Vegetarisch"],
    option_texts=OptionTexts(ar=["كل شيء", "نباتي"]),
    is_required=True,
)
NOTE = Question(id="note", kind=QuestionKind.TEXT, text="Noch etwas?")
CHILDREN = Question(id="children", kind=QuestionKind.NUMBER, text="Wie viele Kinder?")
BORN = Question(id="born", kind=QuestionKind.DATE, text="Geboren am?")
HELP = Question(id="help", kind=QuestionKind.SEVERAL, text="Wobei helfen Sie?", options=["Aufbau", "Küche"])
PHOTO = Question(id="photo", kind=QuestionKind.CONSENT, text="Fotos sind erlaubt.")
CREDIT = Question(
    id="credit",
    kind=QuestionKind.TEXT,
    text="Ihr Name am Bild?",
    is_required=True,
    only_if=Condition(question="photo", answer="yes"),
)
ALLERGY = Question(
    id="allergy",
    kind=QuestionKind.TEXT,
    text="Allergien?",
    is_required=True,
    only_if=Condition(question="food", answer="Vegetarisch"),
)


def asking(*questions: Question) -> SignUpSettings:
    return SignUpSettings(questions=list(questions))


def problems_of(settings: SignUpSettings, typed: dict[str, Any], *, strict: bool = False) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        read_answers(settings, typed, strict=strict)
    return {error.field: error.translated(str) for error in raised.value.errors}


def test_what_was_typed_is_cleaned_and_turned_into_answers_of_their_kind() -> None:
    typed = {
        "food": "Vegetarisch",
        "note": "  Wir kommen\r\nspäter ",
        "children": "3",
        "born": "2020-02-29",
        "help": "Küche",
        "photo": "on",
    }

    assert read_answers(asking(FOOD, NOTE, CHILDREN, BORN, HELP, PHOTO), typed, strict=False) == {
        "food": "Vegetarisch",
        "note": "Wir kommen\nspäter",
        "children": 3,
        "born": "2020-02-29",
        "help": ["Küche"],
        "photo": True,
    }


def test_what_is_empty_is_no_answer_but_a_zero_is() -> None:
    settings = asking(NOTE, CHILDREN, HELP, PHOTO)

    empty = read_answers(settings, {"note": "  ", "children": "", "help": [], "photo": False}, strict=False)
    zero = read_answers(settings, {"children": 0}, strict=True)

    assert (empty, zero) == ({}, {"children": 0})


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (FOOD, "Fisch"),
        (FOOD, ["Alles", "Vegetarisch"]),
        (HELP, ["Küche", "Abbau"]),
        (NOTE, "<b>laut</b>"),
        (NOTE, "x" * 1001),
        (NOTE, ["two", "fields"]),
        (CHILDREN, "viele"),
        (CHILDREN, "-1"),
        (BORN, "gestern"),
        (BORN, "2020-02-30"),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_named(question: Question, answer: object) -> None:
    assert list(problems_of(asking(question), {question.id: answer})) == [f"answers.{question.id}"]


def test_all_that_must_be_answered_and_is_not_is_named_at_once() -> None:
    must = [Question(id=f"q-{kind}", kind=kind, text="?", options=["a"], is_required=True) for kind in QuestionKind]

    assert list(problems_of(asking(*must), {})) == [f"answers.{question.id}" for question in must]


def test_a_question_is_asked_only_of_those_who_answered_the_other_one_so() -> None:
    settings = asking(FOOD, ALLERGY, PHOTO, CREDIT)

    assert read_answers(settings, {"food": "Alles", "allergy": "Nüsse", "credit": "A"}, strict=True) == {
        "food": "Alles"
    }
    assert set(problems_of(settings, {"food": "Vegetarisch", "photo": "on"})) == {"answers.allergy", "answers.credit"}


def test_one_of_several_ticked_answers_is_enough_for_a_condition() -> None:
    keys = Question(
        id="keys", kind=QuestionKind.CONSENT, text="Schlüssel?", only_if=Condition(question="help", answer="Küche")
    )

    assert read_answers(asking(HELP, keys), {"help": ["Aufbau", "Küche"], "keys": "on"}, strict=False)["keys"] is True
    assert "keys" not in read_answers(asking(HELP, keys), {"help": ["Aufbau"], "keys": "on"}, strict=False)


def test_an_unknown_question_is_ignored_in_a_form_and_named_to_a_program() -> None:
    gone = Question(id="gone", kind=QuestionKind.TEXT, text="Früher?", is_required=True, is_gone=True)
    typed = {"gone": "ja", "note": "gern", "hobby": "Tee"}

    assert read_answers(asking(gone, NOTE), typed, strict=False) == {"note": "gern"}
    assert set(problems_of(asking(gone, NOTE), typed, strict=True)) == {"answers.gone", "answers.hobby"}


def test_a_program_sends_each_answer_in_its_type() -> None:
    settings = asking(CHILDREN, HELP, PHOTO)

    assert set(problems_of(settings, {"children": "3", "help": 1, "photo": "on"}, strict=True)) == {
        "answers.children",
        "answers.help",
        "answers.photo",
    }


def test_answers_are_shown_with_their_questions_in_the_reader_s_language() -> None:
    answers = {
        "food": "Vegetarisch",
        "children": 1200,
        "born": "2020-05-31",
        "help": ["Aufbau", "Küche"],
        "photo": True,
    }
    settings = asking(FOOD, CHILDREN, BORN, HELP, PHOTO, NOTE)

    assert shown_answers(settings, answers, "de") == [
        ("Was essen Sie?", "Vegetarisch"),
        ("Wie viele Kinder?", "1.200"),
        ("Geboren am?", "Sonntag, 31. Mai 2020"),
        ("Wobei helfen Sie?", "Aufbau und Küche"),
        ("Fotos sind erlaubt.", "Ja"),
    ]
    assert shown_answers(settings, answers, "ar")[0] == ("ماذا تأكلون؟", "نباتي")


def test_an_answer_to_a_question_that_was_taken_away_or_changed_can_still_be_read() -> None:
    gone = Question(id="food", kind=QuestionKind.CHOICE, text="Essen?", options=["Alles", "Vegan"], is_gone=True)

    assert shown_answers(asking(gone), {"food": "Fisch"}, "de") == [("Essen?", "Fisch")]


def test_who_reads_easy_german_reads_german_where_that_is_all_there_is() -> None:
    question = Question(id="food", kind=QuestionKind.TEXT, text="Що ви їсте?", texts=Texts(de="Was essen Sie?"))

    assert question.text_in("de-simple") == question.text_in("de") == "Was essen Sie?"
    assert question.text_in("fr") == "Що ви їсте?"
