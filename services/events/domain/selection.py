"""What somebody wants of the public calendar, and the addresses at which they get it."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from msgspec import Meta, Struct

from services.events.domain.feed import Choice
from shared.categories import Category
from shared.messages.event_details import Cost, Group
from shared.translations import DEFAULT_LANGUAGE, N_

Short = Annotated[str, Meta(max_length=100)]


class Selection(Struct, frozen=True, kw_only=True):
    """Filters; all that are given must hold. `lang` is the language of the texts, `language` one spoken there."""

    organisation: Annotated[Short | None, Meta(title=N_("Organisation"))] = None
    campaign: Annotated[Short | None, Meta(title=N_("Campaign"))] = None
    category: Annotated[Category | None, Meta(title=N_("Category"))] = None
    language: Annotated[Short | None, Meta(title=N_("Language spoken"))] = None
    for_whom: Annotated[Group | None, Meta(title=N_("For whom"))] = None
    cost: Annotated[Cost | None, Meta(title=N_("Cost"))] = None
    q: Annotated[Short | None, Meta(title=N_("Search words"))] = None
    lang: Annotated[Short | None, Meta(title=N_("Language of the texts"))] = None

    @property
    def filters(self) -> dict[str, str]:
        """Those that are given, as they stand in an address; the language of the texts is none of them."""
        given = {name: getattr(self, name) for name in Selection.__struct_fields__ if name != "lang"}
        return {name: str(value) for name, value in given.items() if value is not None}


class Subscription(Selection, frozen=True, kw_only=True):
    without_cancelled: Annotated[bool, Meta(title=N_("Leave out what is cancelled"))] = False


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


THEME_NAMES = {
    Theme.AUTO: N_("As on the reader's device"),
    Theme.LIGHT: N_("Light"),
    Theme.DARK: N_("Dark"),
}
Limit = Annotated[int, Meta(ge=1, le=50)]


class Embedding(Selection, frozen=True, kw_only=True):
    """What a partner's own website shows."""

    limit: Annotated[Limit, Meta(title=N_("How many dates?"))] = 10
    theme: Annotated[Theme, Meta(title=N_("Colours"))] = Theme.AUTO

    @property
    def query(self) -> str:
        """What of it differs from the usual, as the query of an address."""
        usual = Embedding()
        own = {name: getattr(self, name) for name in ("lang", "limit", "theme")}
        differing = {name: str(value) for name, value in own.items() if value != getattr(usual, name)}
        return with_question_mark(self.filters | differing)


def choice_of(selection: Selection, *, language: str) -> Choice:
    """The filters as feeds know them, with our own words in `language`."""
    given = {name: getattr(selection, name) for name in Selection.__struct_fields__}
    return Choice(**given | {"lang": language})


def feed_path(subscription: Subscription) -> str:
    """The address of the feed: one of those with a fixed address where there is one, which are the fastest."""
    query: dict[str, str] = {}
    if subscription.lang and subscription.lang != DEFAULT_LANGUAGE.code:
        query["lang"] = subscription.lang
    if subscription.without_cancelled:
        query["cancelled"] = "0"
    filters = subscription.filters
    for name, folder in (("organisation", "organisations"), ("campaign", "campaigns"), ("category", "categories")):
        if set(filters) == {name}:
            return f"/{folder}/{filters[name]}.ics{with_question_mark(query)}"
    return f"/calendar.ics{with_question_mark(filters | query)}"


def with_question_mark(query: dict[str, str]) -> str:
    return f"?{urlencode(query)}" if query else ""
