"""What templates need to put facts into words, safely: titles, places and notes are typed by strangers."""

import re
from collections.abc import Callable
from datetime import datetime
from gettext import NullTranslations
from typing import Protocol
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from services.notify.domain.facts import EventFacts
from shared.formats import Dated, date_and_time, when
from shared.messages.event_details import Place
from shared.messages.events import EventStatus
from shared.messages.registration import RegistrationStatus
from shared.translations import N_

# Controls, and the marks that turn the direction of all that follows (Trojan Source).
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066\u2067]")
# What `isolated` puts around a text; within it they could end the isolation.
ISOLATES = re.compile(r"[\u2068\u2069]")
GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
ISOLATION = re.compile(r"\u2068([^\u2068\u2069]*)\u2069")

# As the events service names them on its pages.
RETURN_REASONS = {
    "incomplete": N_("Something is missing"),
    "wrong_date": N_("The date does not seem right"),
    "duplicate": N_("It is in the calendar already"),
    "not_fitting": N_("It does not fit into this calendar"),
}
OTHER_REASON = N_("Another reason")
ONLINE = N_("Online")
STANDINGS = {
    EventStatus.PUBLISHED: N_("It takes place"),
    EventStatus.POSTPONED: N_("It is postponed; the new date is not known yet"),
    EventStatus.CANCELLED: N_("It is cancelled"),
}
STATES = {
    RegistrationStatus.PENDING: N_("Your address is not confirmed yet"),
    RegistrationStatus.CONFIRMED: N_("You have a place"),
    RegistrationStatus.WAITING: N_("You are on the waiting list"),
    RegistrationStatus.OFFERED: N_("A place is offered to you"),
    RegistrationStatus.CANCELLED: N_("Sign-up cancelled"),
    RegistrationStatus.EXPIRED: N_("The place went on to others"),
    RegistrationStatus.ATTENDED: N_("You were there"),
    RegistrationStatus.MISSED: N_("You did not come"),
}
# What the templates say through the filters below.
SPOKEN = (*STANDINGS.values(), *STATES.values(), *RETURN_REASONS.values(), OTHER_REASON, ONLINE)


class Placed(Protocol):
    """Whatever takes place somewhere the way an event does."""

    @property
    def place(self) -> Place | None: ...
    @property
    def online(self) -> bool: ...


class Zoned(Dated, Protocol):
    """Whatever has a date in a time zone."""

    @property
    def time_zone(self) -> str: ...


def line(text: str) -> str:
    """The text on one line, whatever was in it; so it can neither begin a header nor look like a line of ours."""
    one_line = " ".join(UNSEEN.sub(" ", text).split())
    # What `isolated` has put there stays; what has no end or no beginning would reach beyond the line.
    if ISOLATES.search(ISOLATION.sub(r"\1", one_line)):
        one_line = ISOLATES.sub("", one_line)
    # Markup in, Markup out: what was escaped before must not be escaped again.
    return Markup(one_line) if isinstance(text, Markup) else one_line  # noqa: S704


@pass_context
def isolated(context: Context, text: str) -> str:
    """The text on one line, kept from turning the words around it when it is written the other way."""
    one_line = line(ISOLATES.sub("", text))
    if context["language"].direction == "ltr" and not any(bidirectional(each) in ("R", "AL") for each in one_line):
        return one_line
    return f"{FIRST_STRONG_ISOLATE}{one_line}{POP_ISOLATE}"


def quoted(text: str) -> str:
    """The lines of somebody's words, each marked as theirs."""
    return "\n".join(f"> {line(each)}" for each in text.strip().splitlines())


def where_text(place: Place | None) -> str:
    return ", ".join(line(part) for part in (place.name, place.address) if part.strip()) if place else ""


@pass_context
def where(context: Context, placed: Placed) -> str:
    """Place and address, or that it is online, or both; empty when neither is known."""
    online = translated(context, ONLINE) if placed.online else ""
    return " / ".join(part for part in (where_text(placed.place), online) if part)


def when_in(network_zone: str) -> Callable[[Zoned, str], str]:
    """Date and time in words; the zone is named where it is not the one the network's people live in."""

    def when_in_zone(dated: Zoned, language: str) -> str:
        words = when(dated, language)
        return f"{words} ({dated.time_zone})" if dated.starts_at and dated.time_zone != network_zone else words

    return when_in_zone


def moment_in(network_zone: str) -> Callable[[Context, datetime, str], str]:
    """An instant in words by the clocks of this zone, which is named where it is not the network's."""

    @pass_context
    def moment_in_zone(context: Context, moment: datetime, zone: str) -> str:
        words = date_and_time(moment.astimezone(ZoneInfo(zone)), context["language"].code)
        return words if zone == network_zone else f"{words} ({zone})"

    return moment_in_zone


@pass_context
def state(context: Context, status: RegistrationStatus) -> str:
    return translated(context, STATES[status])


def local_in(zone: ZoneInfo) -> Callable[[datetime], datetime]:
    """An instant as the clocks of the network's city show it."""
    return lambda moment: moment.astimezone(zone)


@pass_context
def standing(context: Context, facts: EventFacts) -> str:
    return translated(context, STANDINGS[facts.status])


@pass_context
def reason(context: Context, code: str) -> str:
    """Why an entry was returned; a reason we do not know yet is another one."""
    return translated(context, RETURN_REASONS.get(code, OTHER_REASON))


def translated(context: Context, text: str) -> str:
    translations: NullTranslations = context["translations"]
    return translations.gettext(text)


def without_gaps(text: str) -> str:
    """The text with at most one empty line at a time."""
    return GAP.sub("\n\n", text).strip() + "\n"
