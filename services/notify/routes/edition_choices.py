"""What an editor can choose the events of an edition by."""

from services.notify.tables import campaigns
from shared.categories import CATEGORY_NAMES, SPOKEN_LANGUAGES
from shared.database import Connection
from shared.formats import language_name
from shared.translations import N_, catalogue

ALL = N_("All")

Options = list[tuple[str, str]]


async def choices_in(db: Connection, code: str) -> dict[str, Options]:
    """By field, as (value, text) pairs in this language."""
    translate = catalogue(code).gettext
    all_of_them = [("", translate(ALL))]
    return {
        "category": all_of_them + [(each.value, translate(name)) for each, name in CATEGORY_NAMES.items()],
        "campaign": all_of_them + [(each.slug, each.title) for each in await campaigns.list_all(db)],
        "language": all_of_them + [(each, language_name(each, code)) for each in SPOKEN_LANGUAGES],
    }
