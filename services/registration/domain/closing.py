"""Why one cannot sign up for any date of an event, when its entry alone does not tell."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.registration.domain.roster import Roster


class ClosingKind(StrEnum):
    NOT_OPEN_YET = "not_open_yet"
    HALTED = "halted"
    OVER = "over"


class Closing(Struct, frozen=True, kw_only=True):
    """`at` is when sign-up opens, or closed, by the clocks there."""

    kind: ClosingKind
    at: datetime | None = None


def closing_of(rosters: Sequence[Roster], now: datetime) -> Closing | None:
    """The best that can be said: rather that it opens later than that it is over; None for what the entry says."""
    on = [roster for roster in rosters if roster.closed_at is None and roster.starts_at > now]
    to_open = [roster for roster in on if roster.opens_at is not None and roster.opens_at > now]
    if to_open:
        first = min(to_open, key=lambda roster: roster.opens_at or now)
        return Closing(kind=ClosingKind.NOT_OPEN_YET, at=on_the_clock(first.opens_at, first))
    if any(roster.halted_at is not None for roster in on):
        return Closing(kind=ClosingKind.HALTED)
    if on:
        last = max(on, key=lambda roster: roster.closes_at or now)
        return Closing(kind=ClosingKind.OVER, at=on_the_clock(last.closes_at, last))
    return None


def on_the_clock(instant: datetime | None, roster: Roster) -> datetime | None:
    return instant and instant.astimezone(ZoneInfo(roster.time_zone)).replace(tzinfo=None)
