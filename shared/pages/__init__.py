"""Pages: Jinja templates in the reader's language.

Every template has `_`, `language`, `languages`, `language_choices` (for a select), `network`, `base_url`, `asset`,
`icon`, `remembered`, and the dates of `shared.formats` as filters; a page has `principal`, `path`, `own_url` and
`language_url` too.
"""

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from msgspec import Struct

from shared import formats
from shared.icons import icon
from shared.settings import ServiceSettings
from shared.translations import LANGUAGES, Language, catalogue

HERE = Path(__file__).parent
ASSETS = HERE.parent / "assets"
# After a dash only a word joiner keeps a line together (UAX 14, LB11 and LB12a).
BEFORE_A_TIME, IN_ONE_LINE = re.compile(r"(–| bis) (?=\d\d:)"), re.compile("(?<![,،–])(?<! bis) ")
# A card has about two thousand characters.
REMEMBERED = 2_000
DATES = ("full_date", "short_date", "day_and_month", "date_and_time", "short_date_and_time", "when")
FILTERS = (
    "time",
    "weekday",
    "weekday_short",
    "month_name_short",
    "month_and_year",
    "year",
    "number",
    "file_size",
    "listed",
    "language_name",
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
            # They are as old as the process, like the code: nobody need look at their files again for each page.
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.policies["ext.i18n.trimmed"] = True
        # The extension's own functions for these go through three more for each text.
        self.environment.newstyle_gettext = True  # type: ignore[attr-defined]  # added by the extension
        self.environment.filters |= {name: in_language(getattr(formats, name)) for name in FILTERS}
        self.environment.filters |= {name: in_language(unbroken_date(getattr(formats, name))) for name in DATES}
        self.environment.filters |= {"names": in_language(names)}
        self.environment.filters |= {
            "iso": iso,
            "translated": translated,
            "unbroken": unbroken,
            "first_day": formats.first_day,
        }
        self.remembered: dict[Hashable, str] = {}
        self.environment.globals |= {
            "remembered": self.remember,
            "_": translate,
            "gettext": translate,
            "ngettext": translate_plural,
            "languages": LANGUAGES,
            "language_choices": [(each.code, each.name) for each in LANGUAGES],
            "base_url": settings.base_url,
            "asset": asset,
            "icon": icon,
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
    def remember(self, context: Context, macro: Macro, *arguments: Any) -> str:
        """What the macro makes of these, looked up when it did before: it may read nothing else but the language."""
        fixed = [tuple(each) if isinstance(each, list) else each for each in arguments]
        wanted = (macro.name, context["language"].code, *fixed)
        if wanted not in self.remembered:
            # Simpler than to forget the oldest, and as good: it is filled again by a few pages.
            if len(self.remembered) == REMEMBERED:
                self.remembered.clear()
            self.remembered[wanted] = macro(*arguments)
        return self.remembered[wanted]


@pass_context
def translate(context: Context, text: str, **values: Any) -> str:
    """The text in the page's language, with these values in it."""
    return with_values(context, context["translations"].gettext(text), values)


@pass_context
def translate_plural(context: Context, singular: str, plural: str, number: int, **values: Any) -> str:
    return with_values(context, context["translations"].ngettext(singular, plural, number), values)


def with_values(context: Context, text: str, values: dict[str, Any]) -> str:
    """The text is ours, so it is markup; what people wrote is escaped as it goes in."""
    ours = Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704 - from the catalogues
    return ours % values if "%" in text else ours


@pass_context
def translated(context: Context, text: str) -> str:
    """As a filter, for names of ours: nothing goes into them."""
    translations: NullTranslations = context["translations"]
    return translations.gettext(text)


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


def unbroken_date(format_date: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
    return lambda value, language: unbroken(format_date(value, language))


def unbroken(text: str) -> str:
    """The same date, in which a line ends after a comma alone, or after the dash before another date."""
    return IN_ONE_LINE.sub("\N{NO-BREAK SPACE}", BEFORE_A_TIME.sub("\\1\N{WORD JOINER}\N{NO-BREAK SPACE}", text))


def iso(value: date | datetime) -> str:
    return value.isoformat()


@cache
def asset(name: str) -> str:
    """The address of a file in `shared/assets`; it changes with its content, so that it can be cached for ever."""
    version = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:8]
    return f"/assets/{name}?v={version}"
