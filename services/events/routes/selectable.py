"""What the forms that choose among the public events offer."""

from typing import Any

from services.events.feeds.shelf import Shelf
from services.events.routes.cards import choices


def selectable(shelf: Shelf, code: str) -> dict[str, Any]:
    """What the selects of a selection offer, from memory: value and text."""
    organisations = sorted(shelf.organisations.values(), key=lambda each: each.name.casefold())
    campaigns = sorted(shelf.campaigns.values(), key=lambda each: each.starts_on, reverse=True)
    return {
        **choices(code),
        "organisations": [(each.slug, each.name) for each in organisations],
        "campaigns": [(each.slug, f"{each.title} {each.starts_on.year}") for each in campaigns],
    }
