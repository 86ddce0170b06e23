"""Whoever reads one of our languages finds every text in their language."""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from shared.translations import LANGUAGES, SOURCE_LANGUAGE, catalogue, plain

ROOT = Path(__file__).parents[2]
CODES = [language.code for language in LANGUAGES if language.code != SOURCE_LANGUAGE]
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# A plural rule shows all its forms below this.
NUMBERS = range(201)


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make translate` finds in code and templates."""
    found = tmp_path_factory.mktemp("texts") / "texts.pot"
    extract = ["extract", "--mapping-file", "pyproject.toml", "--output", str(found), "services", "shared"]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "--quiet", *extract], cwd=ROOT, check=True)
    return read(found, None)


def read(path: Path, code: str | None) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=code)


def stored(code: str) -> Catalog:
    return read(ROOT / "shared/translations" / f"{code}.po", plain(code))


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_in_the_catalogue(code: str, texts: Catalog) -> None:
    known = {(message.context, message.id) for message in messages(stored(code))}

    missing = [text.id for text in messages(texts) if (text.context, text.id) not in known]
    assert missing == [], "run `make translate`"


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_has_no_text_that_is_gone(code: str, texts: Catalog) -> None:
    used = {(text.context, text.id) for text in messages(texts)}
    kept = stored(code)

    stale = [message.id for message in messages(kept) if (message.context, message.id) not in used]
    assert [*stale, *kept.obsolete] == [], "run `make translate`"


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated(code: str) -> None:
    assert [each.id for each in messages(stored(code)) if each.fuzzy or not all(forms(each.string))] == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_placeholders_of_its_text(code: str) -> None:
    changed = [
        translation
        for each in messages(stored(code))
        if not each.pluralizable
        for text, translation in zip(forms(each.id), forms(each.string), strict=True)
        if placeholders(translation) != placeholders(text)
    ]
    assert changed == []


@pytest.mark.parametrize("code", CODES)
def test_a_plural_form_names_its_number_unless_it_stands_for_one_alone(code: str) -> None:
    for singular, plural in (forms(each.id) for each in messages(stored(code)) if each.pluralizable):
        numbers_of = defaultdict(set)
        for number in NUMBERS:
            numbers_of[catalogue(code).ngettext(singular, plural, number)].add(number)
        for text, numbers in numbers_of.items():
            needed = placeholders(singular if 1 in numbers else plural)
            assert needed - placeholders(text) <= ({"count"} if len(numbers) == 1 else set()), text
            assert placeholders(text) <= placeholders(singular) | placeholders(plural), text


@pytest.mark.parametrize("code", CODES)
def test_a_text_holds_neither_markup_nor_a_lone_percent_sign(code: str) -> None:
    """Templates trust translations as HTML, and fill each of them in with `%`."""
    lone = [
        text
        for each in messages(stored(code))
        for text in forms(each.id) + forms(each.string)
        if re.search(r"[<>&%]", PLACEHOLDER.sub("", text))
    ]
    assert lone == []
