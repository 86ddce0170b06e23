"""The languages people read: which there are, which one a reader wants, and the texts in it.

English is the source and stands in the code; the catalogues beside this file hold the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, TypeVar

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from msgspec import Struct


class Text(Protocol):
    @property
    def language(self) -> str: ...


T = TypeVar("T", bound=Text)


class Language(Struct, frozen=True, kw_only=True):
    """A language as people choose it; `code` is its BCP 47 tag."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES = (
    Language(code="de", name="Deutsch"),
    Language(code="de-simple", name="Leichte Sprache"),
    Language(code="en", name="English"),
    Language(code="uk", name="Українська"),
    Language(code="ru", name="Русский"),
    Language(code="ar", name="العربية", direction="rtl"),
    Language(code="fa", name="فارسی", direction="rtl"),
    Language(code="tr", name="Türkçe"),
    Language(code="fr", name="Français"),
)
# The same codes, in a form that types and OpenAPI understand; a test compares them.
LanguageCode: TypeAlias = Literal["de", "de-simple", "en", "uk", "ru", "ar", "fa", "tr", "fr"]
LANGUAGE_CODES = tuple(language.code for language in LANGUAGES)
LONGEST_CODE = max(map(len, LANGUAGE_CODES))
DEFAULT_LANGUAGE = LANGUAGES[0]
SOURCE_LANGUAGE = "en"
# Browsers say what their readers prefer in a few hundred ways.
REMEMBERED = 1_000


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    return text


def language(code: str | None) -> Language:
    """The language of this code; the network's own when we do not have it."""
    return next((each for each in LANGUAGES if each.code == code), DEFAULT_LANGUAGE)


def plain(code: str) -> str:
    """The language without its variant: easy German (`de-simple`) is German."""
    return code.partition("-")[0]


def closest(texts: Iterable[T], language: str, original: T) -> T:
    """The text in this language where there is one, else in its plain form, else the original."""
    known = {text.language: text for text in texts} | {original.language: original}
    return known.get(language) or known.get(plain(language), original)


@lru_cache(REMEMBERED)
def preferred(accept_language: str) -> Language:
    """The first of our languages in an `Accept-Language` header (RFC 9110, 12.5.4)."""
    return language(next((code for code in by_preference(accept_language) if code in LANGUAGE_CODES), None))


def by_preference(accept_language: str) -> Iterable[str]:
    weighted = []
    for item in accept_language.split(","):
        tag, _, weight = item.partition(";q=")
        try:
            weighted.append((float(weight or 1), plain(tag.strip()).lower()))
        except ValueError:
            continue
    return [code for weight, code in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts of one language, read once from its .po file."""
    if code == SOURCE_LANGUAGE:
        return NullTranslations()
    with (Path(__file__).parent / f"{code}.po").open("rb") as source:
        return compiled(read_po(source, locale=plain(code)))


def catalogue_with(code: str, own: Mapping[str, Sequence[str]]) -> GNUTranslations:
    """The texts of one language with others in the place of some: by the (singular) English text, all plural forms."""
    catalog = Catalog(locale=plain(code))
    for text, forms in own.items():
        if len(forms) > 1:
            catalog.add((text, text), tuple(forms))
        else:
            catalog.add(text, forms[0])
    translations = compiled(catalog)
    translations.add_fallback(catalogue(code))
    return translations


def compiled(catalog: Catalog) -> GNUTranslations:
    written = BytesIO()
    write_mo(written, catalog)
    written.seek(0)
    return GNUTranslations(written)


@cache
def plural_examples(code: str) -> tuple[int, ...]:
    """For each plural form of the language the smallest number that takes it."""
    catalog = Catalog(locale=plain(code))
    form_of = c2py(catalog.plural_expr)
    return tuple(next(number for number in count() if form_of(number) == form) for form in range(catalog.num_plurals))
