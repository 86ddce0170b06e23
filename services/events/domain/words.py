"""What is looked for, word by word, and what else means the same in any language of the pages."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from msgspec import Struct

from shared.categories import CATEGORY_NAMES, SPOKEN_LANGUAGES
from shared.formats import language_name
from shared.translations import LANGUAGES, catalogue

# The same as `folded()` and `words_in()` in the database, which a test compares.
MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c]")
ALIKE = str.maketrans("ıłøđςةىیکے", "ilodσهييكي")
UMLAUT = re.compile(r"([aou])e")
BREAK = re.compile(r"[\W_]+")
# More than anybody means; each makes the question to the database longer.
MOST_WORDS = 8
# Names are of several words, of which the short ones are "and" and the like.
SHORTEST_NAME = 4
SHORTEST_PART = 3
SHORTEST_OTHER = 4
THE_SAME = Path(__file__).with_name("words_alike.txt")


class Meaning(Struct, frozen=True, kw_only=True):
    """A word that was looked for: how else it may be written, and the codes of what is called so."""

    word: str
    others: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @property
    def parts(self) -> list[str]:
        """What is looked for within other words; short ones are there by chance."""
        others = [word for word in self.others if len(word) >= SHORTEST_OTHER]
        return [self.word, *others] if len(self.word) >= SHORTEST_PART else others


def folded(text: str) -> str:
    """In small letters without accents, so that spelling matters less: `Café` and `Cafe`, `für`, `fuer` and `fur`."""
    plain = MARKS.sub("", unicodedata.normalize("NFD", text).lower().replace("ß", "ss"))
    return UMLAUT.sub(r"\1", plain.translate(ALIKE))


def words_in(text: str) -> list[str]:
    return BREAK.sub(" ", folded(text)).split()


def meanings_of(text: str) -> list[Meaning]:
    """What somebody means who looks for this; each must hold."""
    return [meaning_of(word) for word in list(dict.fromkeys(words_in(text)))[:MOST_WORDS]]


def meaning_of(word: str) -> Meaning:
    others, codes = names().get(word, (frozenset(), frozenset()))
    return Meaning(word=word, others=others - {word}, codes=codes)


@cache
def names() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each word that has a meaning: what means the same, and what it is called among us."""
    found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for alike, codes in [*the_same(), *languages(), *categories()]:
        for word in alike:
            others, known = found.get(word, (frozenset[str](), frozenset[str]()))
            # A category is named by several words, which do not mean the same.
            same = frozenset[str]() if codes and codes.startswith("category:") else alike
            found[word] = (others | same, known | {codes} if codes else known)
    return found


def the_same() -> list[tuple[frozenset[str], str]]:
    lines = THE_SAME.read_text().splitlines()
    return [(frozenset(words_in(line)), "") for line in lines if line and not line.startswith("#")]


def languages() -> list[tuple[frozenset[str], str]]:
    return [
        (frozenset(word for each in LANGUAGES for word in words_in(language_name(code, each.code))), f"spoken:{code}")
        for code in SPOKEN_LANGUAGES
    ]


def categories() -> list[tuple[frozenset[str], str]]:
    return [
        (
            frozenset(
                word
                for each in LANGUAGES
                for word in words_in(catalogue(each.code).gettext(name))
                if len(word) >= SHORTEST_NAME
            ),
            f"category:{category}",
        )
        for category, name in CATEGORY_NAMES.items()
    ]
