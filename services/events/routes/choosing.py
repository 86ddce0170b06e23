"""What people chose from the calendar, as links: what else there is to choose, and how to take it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from services.events.domain.months import next_month
from services.events.domain.search import Search
from services.events.domain.selection import with_question_mark
from services.events.domain.when import WHEN_NAMES, month_of
from shared import formats
from shared.forms import labels_of
from shared.translations import catalogue

# In the order in which they are shown.
FILTERS = ("q", "from", "to", "category", "language", "for_whom", "cost", "organisation", "campaign")
KEPT = (*FILTERS, "when", "view", "month", "week")
# What no longer holds when other days are chosen.
DAYS: dict[str, str | None] = dict.fromkeys(("when", "from", "to", "view", "month", "week"))
# Where the choices for a filter are among those of the form.
OFFERED = {
    "category": "categories",
    "language": "spoken_languages",
    "for_whom": "groups",
    "cost": "costs",
    "organisation": "organisations",
    "campaign": "campaigns",
}


class Link(Struct, frozen=True, kw_only=True):
    text: str
    url: str
    is_current: bool = False


def address(typed: Mapping[str, Any], changes: Mapping[str, str | None] | None = None) -> str:
    """The address of the list with these filters."""
    wanted = {**typed, **(changes or {})}
    return f"/events{with_question_mark({name: str(wanted[name]) for name in KEPT if wanted.get(name)})}"


def when_links(typed: Mapping[str, Any], *, today: date, language: str) -> list[Link]:
    """Today, this weekend, this month and the next, each beside the other filters; the chosen one is taken back."""
    chosen = None if typed.get("from") or typed.get("to") else typed.get("when")
    named = [*WHEN_NAMES, f"{next_month(today.replace(day=1)):%Y-%m}"]
    return [
        Link(
            text=when_in_words(when, language),
            url=address(typed, DAYS | {"when": None if when == chosen else when}),
            is_current=when == chosen,
        )
        for when in (named if chosen is None or chosen in named else [*named, str(chosen)])
    ]


def when_in_words(when: str, language: str) -> str:
    if when in WHEN_NAMES:
        return catalogue(language).gettext(WHEN_NAMES[when])
    return formats.month_and_year(month_of(when, field="when"), language)


def removals(typed: Mapping[str, Any], offered: Mapping[str, list[tuple[str, str]]], *, language: str) -> list[Link]:
    """Each filter that holds, as a link to the list without it."""
    return [
        Link(text=in_words(name, str(typed[name]), offered, language), url=address(typed, {name: None}))
        for name in FILTERS
        if typed.get(name)
    ]


def in_words(name: str, value: str, offered: Mapping[str, list[tuple[str, str]]], language: str) -> str:
    """What a filter says; those that passed a check before."""
    if name in OFFERED:
        return dict(offered[OFFERED[name]]).get(value, value)
    shown = formats.short_date(date.fromisoformat(value), language) if name in ("from", "to") else value
    return f"{catalogue(language).gettext(labels_of(Search)[name])}: {shown}"
