"""Pages: Jinja templates in the reader's language.

Every template has `_`, `language`, `languages`, `network`, `base_url`, `asset`, and the dates of `shared.formats`
as filters; a page has `principal`, `path`, `own_url` and `language_url` too.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct

from shared import formats
from shared.settings import ServiceSettings
from shared.translations import LANGUAGES, Language, catalogue

HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
FILTERS = (
    "full_date",
    "short_date",
    "time",
    "weekday",
    "weekday_short",
    "month_name_short",
    "month_and_year",
    "year",
    "number",
    "file_size",
    "date_and_time",
    "short_date_and_time",
    "listed",
)


class Network(Struct, frozen=True, kw_only=True):
    """Whose calendar this is."""

    name: str
    short_name: str
    email: str
    time_zone: str


class Pages:
    """The templates of one service, with those of `shared/pages` behind them."""

    def __init__(self, directory: Path, settings: ServiceSettings) -> None:
        self.environment = Environment(
            loader=FileSystemLoader([directory, HERE]),
            autoescape=select_autoescape(disabled_extensions=["txt"], default=True),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.policies["ext.i18n.trimmed"] = True
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
            translate, translate_plural, newstyle=True
        )
        self.environment.filters |= {name: in_language(getattr(formats, name)) for name in FILTERS}
        self.environment.filters |= {"when": in_language(unbroken_when), "names": in_language(names)}
        self.environment.filters |= {
            "iso": iso,
            "translated": translate,
            "unbroken": unbroken,
            "first_day": formats.first_day,
        }
        self.environment.globals |= {
            "languages": LANGUAGES,
            "base_url": settings.base_url,
            "asset": asset,
            "network": Network(
                name=settings.network_name,
                short_name=settings.network_short_name,
                email=settings.network_email,
                time_zone=settings.network_time_zone,
            ),
        }

    def render(
        self, template: str, language: Language, *, translations: NullTranslations | None = None, **context: Any
    ) -> str:
        """The template in this language, or in these words of it; a name it uses and nobody gave is an error."""
        return self.environment.get_template(template).render(
            language=language, translations=translations or catalogue(language.code), **context
        )


@pass_context
def translate(context: Context, text: str) -> str:
    translations: NullTranslations = context["translations"]
    return translations.gettext(text)


@pass_context
def translate_plural(context: Context, singular: str, plural: str, count: int) -> str:
    translations: NullTranslations = context["translations"]
    return translations.ngettext(singular, plural, count)


def in_language(format_value: Callable[[Any, str], str]) -> Callable[[Context, Any], str]:
    """The formatter as a filter that follows the page's language."""

    @pass_context
    def filter_value(context: Context, value: Any) -> str:
        return format_value(value, context["language"].code)

    return filter_value


def names(those: Iterable[str], language: str) -> str:
    """Such as `Ada, Bob and Cem`, each kept from turning those beside it when it is written the other way."""
    each_alone = (Markup("<bdi>{}</bdi>").format(name) for name in those)
    return Markup(formats.listed(each_alone, language))  # noqa: S704 - each was escaped


def unbroken_when(dated: formats.Dated, language: str) -> str:
    """No line ends beside the dash; after one, only a word joiner keeps it together (UAX 14, LB11 and LB12a)."""
    return unbroken(formats.when(dated, language))


def unbroken(text: str) -> str:
    return text.replace(" – ", "\N{NO-BREAK SPACE}–\N{WORD JOINER}\N{NO-BREAK SPACE}")


def iso(value: date | datetime) -> str:
    return value.isoformat()


@cache
def asset(name: str) -> str:
    """The address of a file in `shared/assets`; it changes with its content, so that it can be cached for ever."""
    version = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:8]
    return f"/assets/{name}?v={version}"
