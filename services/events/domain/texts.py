"""An entry in more languages than the one it was written in."""

from typing import Annotated, Protocol

from msgspec import Meta, Struct

from shared.categories import SPOKEN_LANGUAGES
from shared.forms import PROSE
from shared.messages.event_details import EventText
from shared.problems import invalid
from shared.translations import LANGUAGE_CODES, N_, closest

TEXT_LANGUAGES = tuple(dict.fromkeys((*LANGUAGE_CODES, *SPOKEN_LANGUAGES)))


class TextFields(Struct, frozen=True, kw_only=True):
    title: Annotated[str, Meta(title=N_("Title"), min_length=1, max_length=120)]
    description: Annotated[str, Meta(title=N_("What happens there?"), max_length=5000, extra=PROSE)] = ""


class Written(Protocol):
    """What has a title and a description, perhaps in several languages."""

    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def texts(self) -> list[EventText]: ...


def text_in(event: Written, language: str) -> EventText:
    """Title and description in this language where they are there, else in its plain form, else the original."""
    original = EventText(language=event.language, title=event.title, description=event.description)
    return closest(event.texts, language, original)


def check_language(language: str, *, original: str) -> None:
    """Raises `Invalid` for a language that we do not have, and for that of the original."""
    if language not in TEXT_LANGUAGES:
        raise invalid("language", N_("Please choose one of: %(choices)s."), choices=", ".join(TEXT_LANGUAGES))
    if language == original:
        raise invalid("language", N_("The entry itself is in this language. Please change it there."))
