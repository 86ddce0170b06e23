"""The operator's words in place of ours: what may stand in the place of a sentence."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from shared.problems import FieldProblem, Invalid
from shared.texts import problem_with
from shared.translations import N_

# What is filled in: `%(title)s`; a percent sign by itself is written twice.
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
LONE_PERCENT = re.compile(r"%(?!\(\w+\)s)")
MOST_CHARACTERS = 1000


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence of a mail as it stands in the templates, in English."""

    singular: str
    plural: str | None = None

    @property
    def key(self) -> str:
        """Its name in forms."""
        return hashlib.sha256(self.singular.encode()).hexdigest()[:12]

    @property
    def placeholders(self) -> set[str]:
        return set(PLACEHOLDER.findall(self.plural or self.singular))


class OwnText(Struct, frozen=True, kw_only=True):
    """What stands in place of the sentence in one language: a text, or one for each plural form."""

    sentence: str
    language: str
    forms: list[str]


def checked(typed: Mapping[Sentence, Sequence[str]]) -> dict[Sentence, list[str]]:
    """What was typed in place of each sentence; nothing where all forms are empty, so that our words stand there.

    Raises `Invalid` naming what keeps a text from being used.
    """
    own = {sentence: list(forms) if any(forms) else [] for sentence, forms in typed.items()}
    problems = [problem for sentence, forms in own.items() for problem in problems_of(sentence, forms)]
    if problems:
        raise Invalid(*problems)
    return own


def problems_of(sentence: Sentence, forms: Sequence[str]) -> Iterator[FieldProblem]:
    """A plural form may leave its number out."""
    for number, text in enumerate(forms):
        problem = problem_of(sentence, text)
        if problem is not None:
            yield FieldProblem(field=f"{sentence.key}-{number}", text=problem[0], values=problem[1])


def problem_of(sentence: Sentence, text: str) -> tuple[str, dict[str, str | int]] | None:
    placed = set(PLACEHOLDER.findall(text))
    missing = sentence.placeholders - placed if sentence.plural is None else set()
    if not text:
        return N_("Please write all forms of this sentence, or none."), {}
    if len(text) > MOST_CHARACTERS:
        return N_("Please shorten this to %(limit)s characters."), {"limit": MOST_CHARACTERS}
    if unknown := placed - sentence.placeholders:
        return N_("There is nothing to fill in for %(names)s."), {"names": in_words(unknown)}
    if missing:
        return N_("Please leave %(names)s in the sentence: it is filled in."), {"names": in_words(missing)}
    if LONE_PERCENT.search(text):
        return N_("Please write the word instead of the sign %(sign)s."), {"sign": "%"}
    problem = problem_with(text, "line")
    return None if problem is None else (problem, {})


def in_words(placeholders: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(placeholders))
