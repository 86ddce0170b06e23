"""What people typed or programs sent, turned into a Struct or into one clear sentence per field.

msgspec stops at the first mistake; people want to see all of them at once, so then each field is converted alone.
"""

import re
from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect

from shared.addresses import REACHED
from shared.problems import BadRequest, FieldProblem, Invalid
from shared.sentences import FILL_IN, SENTENCES, sentence
from shared.texts import problem_with, tidy
from shared.translations import N_

T = TypeVar("T", bound=Struct)

# What a text may be, in its type: `Annotated[str, Meta(max_length=80)]` is one line of plain text,
# with `extra=PROSE` it may have several, with `extra=EMAIL` it is an address, with `extra=PHONE` a number in E.164.
PROSE = {"form": "prose"}
EMAIL = {"form": "email"}
PHONE = {"form": "phone"}

# How browsers send a date and time, and people write it; msgspec wants seconds (RFC 3339).
TO_THE_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d$")


def from_json(struct_type: type[T], body: bytes) -> T:
    """The Struct in a JSON body. Raises `BadRequest` when it is no JSON object, `Invalid` naming every wrong field."""
    return from_values(struct_type, json_object(body))


def json_object(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(N_("The body must be a JSON object.")) from error


def from_values(struct_type: type[T], values: Mapping[str, Any]) -> T:
    """The Struct from JSON values. Raises `Invalid` naming every wrong or unknown field."""
    return Reading(strict=True).whole(struct_type, values)


def from_form(struct_type: type[T], typed: Mapping[str, Any]) -> T:
    """The Struct from a posted page; fields left empty are not there, fields we do not know are ignored."""
    filled: dict[str, Any] = {}
    # The names with a dot come last, so that they find what they are put into.
    for name, value in sorted(typed.items(), key=lambda item: "." in item[0]):
        outer, _, inner = name.partition(".")
        if value in ("", [], [""]):
            continue
        if not inner:
            filled[name] = value
        elif isinstance(filled.setdefault(outer, {}), dict):
            filled[outer][inner] = value
    return Reading(strict=False).whole(struct_type, filled)


class Field(Struct, frozen=True):
    """A field with its type as msgspec reads it, and what form of text it is."""

    required: bool
    type: Any
    kind: inspect.Type
    form: str


@cache
def fields_of(struct_type: type[Struct]) -> dict[str, Field]:
    """By their names in JSON; kept, since looking takes longer than all else in a request."""
    kinds = inspect.type_info(struct_type).fields  # type: ignore[attr-defined]  # a Struct has fields
    return {
        each.encode_name: Field(each.required, each.type, *plain(kind.type))
        for each, kind in zip(msgspec.structs.fields(struct_type), kinds, strict=True)
    }


class Reading:
    """One pass over the fields, gathering what is wrong with each."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.problems: list[FieldProblem] = []

    def whole(self, struct_type: type[T], values: Mapping[str, Any]) -> T:
        result = self.struct(struct_type, values, path="")
        if self.problems or result is None:
            raise Invalid(*self.problems)
        return result

    def struct(self, struct_type: type[T], values: Mapping[str, Any], *, path: str) -> T | None:
        fields = fields_of(struct_type)
        given = {
            name: self.tidied(field.kind, field.form, values[name], path + name)
            for name, field in fields.items()
            if values.get(name) is not None
        }
        read = self.all_at_once(struct_type, given, path=path)
        for name, text in getattr(struct_type, "problems_among", lambda _: ())(given):
            self.wrong(path + name, text)
        if self.strict:
            for name in values.keys() - fields.keys():
                self.wrong(path + name, N_("There is no field of this name."))
        return None if self.problems else read

    def all_at_once(self, struct_type: type[T], given: Mapping[str, Any], *, path: str) -> T | None:
        """As most is right, msgspec reads the whole in one go; only what is wrong is looked for field by field."""
        try:
            return msgspec.convert(given, struct_type, strict=self.strict)
        except msgspec.ValidationError:
            for name, field in fields_of(struct_type).items():
                if name in given:
                    self.converted(field.type, field.kind, given[name], path + name)
                elif field.required:
                    self.wrong(path + name, FILL_IN)
            return None

    def field(self, python_type: Any, kind: inspect.Type, value: Any, path: str) -> Any:
        kind, form = plain(kind)
        return self.converted(python_type, kind, self.tidied(kind, form, value, path), path)

    def converted(self, python_type: Any, kind: inspect.Type, tidied: Any, path: str) -> Any:
        # Then what is wrong has been said already.
        if tidied is None:
            return None
        try:
            return msgspec.convert(tidied, python_type, strict=self.strict)
        except msgspec.ValidationError:
            if isinstance(kind, inspect.ListType):
                return self.wrong(path, *sentence(plain(kind.item_type)[0], None))
            return self.wrong(path, *sentence(kind, tidied))

    def tidied(self, kind: inspect.Type, form: str, value: Any, path: str) -> Any:
        """The value as msgspec is to read it; None when that is useless."""
        if isinstance(kind, inspect.ListType):
            return self.list(kind, value if isinstance(value, list) else [value], path)
        if isinstance(kind, inspect.StructType):
            if isinstance(value, Mapping):
                return self.struct(kind.cls, value, path=f"{path}.")
            return self.wrong(path, N_("Please give an object."))
        if isinstance(value, str):
            value = self.text(value, kind, form, path)
        elif isinstance(kind, inspect.StrType):
            return self.wrong(path, SENTENCES[inspect.StrType])
        if isinstance(kind, inspect.BoolType) and not self.strict:
            return value not in ("off", "false", "0")
        return value

    def list(self, kind: inspect.ListType, values: list[Any], path: str) -> Any:
        if kind.max_length is not None and len(values) > kind.max_length:
            return self.wrong(path, N_("At most %(limit)s, please."), {"limit": kind.max_length})
        item_kind, form = plain(kind.item_type)
        return [self.text(item, item_kind, form, path) if isinstance(item, str) else item for item in values]

    def text(self, value: str, kind: inspect.Type, form: str, path: str) -> str:
        value = tidy(value)
        problem = problem_with(value, form)
        if problem is not None:
            self.wrong(path, problem)
        elif form in REACHED and value:
            return self.reached(value, form, path)
        return to_the_second(value) if isinstance(kind, inspect.DateTimeType) else value

    def reached(self, value: str, form: str, path: str) -> str:
        kept_as, example = REACHED[form]
        kept = kept_as(value)
        if kept is None:
            self.wrong(path, example)
        return kept or value

    def wrong(self, path: str, text: str, values: dict[str, str | int] | None = None) -> None:
        if all(problem.field != path for problem in self.problems):
            self.problems.append(FieldProblem(field=path, text=text, values=values or {}))


def to_the_second(text: str) -> str:
    return f"{text}:00" if TO_THE_MINUTE.match(text) else text


def plain(kind: inspect.Type) -> tuple[inspect.Type, str]:
    """The type without "or None" and annotations, and what form of text it is."""
    form = ""
    while True:
        match kind:
            case inspect.Metadata():
                form = (kind.extra or {}).get("form", form)
                kind = kind.type
            case inspect.UnionType():
                kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
            case _:
                return kind, form


class Form:
    """A page's form as its template sees it: what was typed, and what is wrong with it, in the reader's language."""

    def __init__(
        self,
        labels: dict[str, str],
        translations: NullTranslations,
        typed: Mapping[str, Any],
        problem: Invalid | None = None,
    ) -> None:
        self.labels = dict(labels)  # Its own, since some forms ask for more than their type says.
        self.translate = translations.gettext
        self.typed = typed
        self.errors = {error.field: error for error in problem.errors} if problem else {}

    def label(self, name: str) -> str:
        return self.translate(self.labels.get(name, name))

    def value(self, name: str) -> str:
        value = self.typed.get(name)
        return "" if value is None else str(value)

    def values(self, name: str) -> list[str]:
        """All that was ticked under one name."""
        value = self.typed.get(name) or []
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]

    def problem(self, name: str) -> str | None:
        error = self.errors.get(name)
        return None if error is None else error.translated(self.translate)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Field, label and sentence of all that is wrong, for the summary on top."""
        return [(name, self.label(name), error.translated(self.translate)) for name, error in self.errors.items()]


@cache
def labels_of(struct_type: type[Struct], path: str = "") -> dict[str, str]:
    """The English label of each field, and of the fields inside it as `outer.inner`.

    It is the title in the field's type: `Annotated[Line, Meta(title=N_("Title"))]`.
    """
    labels: dict[str, str] = {}
    for field in inspect.type_info(struct_type).fields:  # type: ignore[attr-defined]  # a Struct has fields
        if isinstance(field.type, inspect.Metadata):
            labels[path + field.encode_name] = (field.type.extra_json_schema or {}).get("title", "")
        kind, _ = plain(field.type)
        if isinstance(kind, inspect.StructType):
            labels |= labels_of(kind.cls, path=f"{path}{field.encode_name}.")
    return labels
