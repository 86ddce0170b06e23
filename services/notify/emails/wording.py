"""The words mails are written in: ours, and before them the operator's own."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from gettext import NullTranslations

from markupsafe import escape

from services.notify.domain.own_text import OwnText
from shared.translations import catalogue, catalogue_with


class Wording:
    """The catalogues of all languages. What the operator wrote is text, also where ours may be HTML."""

    def __init__(self, own: Sequence[OwnText] = ()) -> None:
        self.own = own

    def translations(self, code: str, form: str) -> NullTranslations:
        """The catalogue for `txt` or `html`."""
        return (self.as_html if form == "html" else self.as_text).get(code) or catalogue(code)

    @cached_property
    def as_text(self) -> dict[str, NullTranslations]:
        return {code: catalogue_with(code, texts) for code, texts in self.by_language(self.own).items()}

    @cached_property
    def as_html(self) -> dict[str, NullTranslations]:
        return {
            code: catalogue_with(
                code, {sentence: [str(escape(form)) for form in forms] for sentence, forms in own.items()}
            )
            for code, own in self.by_language(self.own).items()
        }

    def by_language(self, own: Iterable[OwnText]) -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for text in own:
            found.setdefault(text.language, {})[text.sentence] = text.forms
        return found
