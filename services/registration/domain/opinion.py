"""How it was: whom to ask, when, and what they may say."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from shared.forms import PROSE
from shared.messages.registration import RegistrationStatus
from shared.problems import Conflict
from shared.translations import N_

# By then people are up, and still know what it was like.
ASKED_AT = time(10)
# Older privacy notices said nothing of a question afterwards.
ASKED_SINCE_NOTICE = 2
# Whoever was not asked by then, such as in an outage, is left alone.
ASKED_WITHIN = timedelta(days=3)


class NotAsked(Conflict):
    title = N_("You cannot say how it was")
    detail = N_("The organiser asks only those who were there, once it is over.")


class Mark(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


MARK_NAMES = {Mark.GOOD: N_("Good"), Mark.FAIR: N_("So-so"), Mark.POOR: N_("Not good")}


class Opinion(Struct, frozen=True, kw_only=True):
    """What somebody who came says; the organiser reads it without a name."""

    mark: Annotated[Mark, Meta(title=N_("Your answer"))]
    words: Annotated[str, Meta(title=N_("What would you like to tell us?"), max_length=1000, extra=PROSE)] = ""


class Opinions(Struct, frozen=True, kw_only=True):
    """All that was said of some dates, in an order that tells nothing."""

    counts: Mapping[Mark, int]
    in_words: list[Opinion]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def asked_from(roster: Roster) -> datetime:
    """The morning after the date, by the clocks there."""
    zone = ZoneInfo(roster.time_zone)
    # What goes on until midnight ends on the day before.
    last_day = (roster.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    return datetime.combine(last_day + timedelta(days=1), ASKED_AT, zone)


def may_say_how_it_was(registration: Registration, roster: Roster, now: datetime) -> bool:
    """Those who came; all who had places, where nobody was checked in."""
    return roster.asks_how_it_was and roster.ends_at <= now and was_there(registration, roster)


def is_asked(registration: Registration, roster: Roster) -> bool:
    return was_there(registration, roster) and registration.notice_version >= ASKED_SINCE_NOTICE


def was_there(registration: Registration, roster: Roster) -> bool:
    if registration.status is RegistrationStatus.CONFIRMED:
        return roster.attended_count == 0
    return registration.status is RegistrationStatus.ATTENDED
