"""What people type or programs send: kept as it was meant, or one clear sentence per field."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec import Meta, Struct

from shared import forms
from shared.forms import EMAIL, PROSE, Form, labels_of
from shared.problems import BadRequest, Invalid
from shared.translations import catalogue


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Where(Struct, frozen=True, kw_only=True):
    name: Annotated[str, Meta(title="Place", min_length=1, max_length=20)]
    floor: int = 0


class Sample(Struct, frozen=True, kw_only=True):
    title: Annotated[str, Meta(title="Title", min_length=1, max_length=20)]
    text: Annotated[str, Meta(title="Text", max_length=100, extra=PROSE)] = ""
    email: Annotated[str, Meta(title="Mail", max_length=254, extra=EMAIL)] = ""
    people: Annotated[int, Meta(title="People", ge=1, le=20)] = 1
    colour: Annotated[Colour, Meta(title="Colour")] = Colour.RED
    starts_at: Annotated[Annotated[datetime, Meta(tz=False)] | None, Meta(title="Starts")] = None
    where: Annotated[Where | None, Meta(title="Where")] = None
    tags: Annotated[list[str], Meta(title="Tags", max_length=3)] = []
    agreed: Annotated[bool, Meta(title="Agreed")] = False


def problems_of(values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as problem:
        forms.from_values(Sample, values)
    return {error.field: error.translated(str) for error in problem.value.errors}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Please fill this in."),
        ("title", None, "Please fill this in."),
        ("title", "x" * 10_000, "Please shorten this to 20 characters."),
        ("title", "<script>alert(1)</script>", "Please write plain text, without HTML tags."),
        ("title", "a\x00b", "Please remove the invisible control characters."),
        ("title", "a\u202eb", "Please remove the invisible control characters."),
        ("title", "\u200b\u2060 \ufeff", "Please fill this in."),
        ("title", "\u3164\u2800", "Please fill this in."),
        ("title", "a\uffff", "Please remove the invisible control characters."),
        ("title", "a\r\nATTENDEE:b", "Please write this on one line."),
        ("title", 7, "Please write text."),
        ("email", "ada", "This does not look like a mail address. An example: ada@witten.example"),
        ("email", "ada@witten.example\nBcc: all@witten.example", "Please write this on one line."),
        ("people", 0, "Please give a whole number from 1 to 20."),
        ("people", 500, "Please give a whole number from 1 to 20."),
        ("people", 1.5, "Please give a whole number from 1 to 20."),
        ("colour", "green", "Please choose one of: red, blue."),
        ("starts_at", "tomorrow", "Please give a date and a time, such as 2027-05-31T18:30."),
        ("starts_at", "2027-05-31T18:30Z", "Please give a date and a time, such as 2027-05-31T18:30."),
        ("where", "here", "Please give an object."),
        ("where", {"floor": 1}, "Please fill this in."),
        ("tags", ["a", "b", "c", "d"], "At most 3, please."),
        ("agreed", "perhaps", "Please answer yes or no."),
        ("unknown", 1, "There is no field of this name."),
    ],
)
def test_each_mistake_is_named_with_what_to_do(field: str, value: Any, sentence: str) -> None:
    found = problems_of({"title": "Fest"} | {field: value})

    assert list(found.values()) == [sentence]
    assert next(iter(found)).partition(".")[0] == field


def test_all_mistakes_are_named_at_once() -> None:
    assert set(problems_of({"title": "", "people": 0, "colour": "green", "where": {}})) == {
        "title",
        "people",
        "colour",
        "where.name",
    }


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff\xfe", b"null", b'"text"', b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(BadRequest):
        forms.from_json(Sample, body)


def test_a_page_s_form_becomes_the_same_struct_as_json() -> None:
    typed = {
        "title": "  Fest ",
        "text": "Eins\r\nZwei",
        "email": "",
        "people": "3",
        "colour": "blue",
        "starts_at": "2027-05-31T18:30",
        "where.name": "Saalbau",
        "where.floor": "2",
        "tags": "gut",
        "agreed": "on",
        "some_button": "pressed",
    }

    assert forms.from_form(Sample, typed) == Sample(
        title="Fest",
        text="Eins\nZwei",
        people=3,
        colour=Colour.BLUE,
        starts_at=datetime(2027, 5, 31, 18, 30),
        where=Where(name="Saalbau", floor=2),
        tags=["gut"],
        agreed=True,
    )


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_in_the_reader_s_language() -> None:
    typed = {"title": "x" * 30, "where.name": "Saalbau"}
    with pytest.raises(Invalid) as problem:
        forms.from_form(Sample, typed)

    form = Form(labels_of(Sample), catalogue("en"), typed, problem.value)

    assert form.value("title") == "x" * 30
    assert form.value("where.name") == "Saalbau"
    assert form.value("people") == ""
    assert form.label("where.name") == "Place"
    assert form.problem("title") == "Please shorten this to 20 characters."
    assert form.problems == [("title", "Title", "Please shorten this to 20 characters.")]


@given(
    some.dictionaries(
        some.sampled_from([*Sample.__struct_fields__, "where.name", "x"]), some.text() | some.lists(some.text())
    )
)
def test_whatever_is_typed_becomes_a_struct_or_a_sentence(typed: dict[str, Any]) -> None:
    try:
        read = forms.from_form(Sample, typed)
    except Invalid as problem:
        assert problem.errors
    else:
        assert read.title == unicodedata.normalize("NFC", read.title).strip()


@given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(), some.lists
    )
)
def test_whatever_json_is_sent_becomes_a_struct_or_a_sentence(value: Any) -> None:
    for field in Sample.__struct_fields__:
        try:
            forms.from_json(Sample, msgspec.json.encode({"title": "Fest", field: value}))
        except Invalid as problem:
            assert {error.field.partition(".")[0] for error in problem.errors} == {field}
        except BadRequest:
            # An integer too large for JSON readers.
            assert isinstance(value, int)


def test_what_one_form_asks_besides_is_in_no_other() -> None:
    first, second = (Form(labels_of(Sample), catalogue("en"), {}) for _ in range(2))

    first.labels |= {"answers.meal": "What do you eat?"}

    assert "answers.meal" not in second.labels
    assert "answers.meal" not in labels_of(Sample)
