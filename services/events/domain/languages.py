"""The languages of a text and of people: those that we have names for."""

from typing import Protocol

from shared.categories import SPOKEN_LANGUAGES
from shared.problems import FieldProblem, Invalid
from shared.translations import LANGUAGE_CODES, N_


class Written(Protocol):
    @property
    def language(self) -> str: ...


class Spoken(Protocol):
    @property
    def languages(self) -> list[str]: ...


def check_written(fields: Written) -> None:
    """Raises `Invalid` for a text in a language that our pages do not have."""
    if fields.language not in LANGUAGE_CODES:
        raise one_of("language", LANGUAGE_CODES)


def check_spoken(fields: Spoken) -> None:
    """Raises `Invalid` for a spoken language that is not in our list."""
    if not set(fields.languages) <= set(SPOKEN_LANGUAGES):
        raise one_of("languages", SPOKEN_LANGUAGES)


def one_of(field: str, choices: tuple[str, ...]) -> Invalid:
    text = N_("Please choose one of: %(choices)s.")
    return Invalid(FieldProblem(field=field, text=text, values={"choices": ", ".join(choices)}))
