"""What people choose from who subscribe, and how their form is read."""

from collections.abc import Mapping
from typing import Any

from services.notify.tables import organisations
from shared.categories import CATEGORY_NAMES, SPOKEN_LANGUAGES
from shared.database import Connection
from shared.formats import language_name
from shared.translations import catalogue

Options = list[tuple[str, str]]


async def options_in(db: Connection, language: str) -> dict[str, Options]:
    """Value and text of all that there is to choose."""
    translate = catalogue(language).gettext
    return {
        "topics": [(category.value, translate(name)) for category, name in CATEGORY_NAMES.items()],
        "event_languages": [(code, language_name(code, language)) for code in SPOKEN_LANGUAGES],
        "organisations": [(str(each.id), each.name) for each in await organisations.list_all(db)],
    }


def has_filters(typed: Mapping[str, Any]) -> bool:
    """Whether the part of the form stays open in which one leaves events out."""
    return any(typed.get(name) for name in ("topics", "event_languages", "organisation_ids"))
