"""An offer: places that got free are held for a party that waits, until it had a fair time to answer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from services.registration.domain.registration import Registration, fact_about
from services.registration.domain.roster import Roster
from shared.messages.registration import RegistrationOffered, RegistrationPending, RegistrationStatus
from shared.problems import Conflict
from shared.translations import N_

USUAL_TIME = timedelta(hours=24)
LEAST_TIME = timedelta(minutes=30)
# Near the start an offer takes this part of the time that is left, so that others still get their turn.
PART_OF_THE_TIME_LEFT = 4
# By the clocks where the event is; nobody has to look into a mailbox outside these hours.
DAY_BEGINS = time(8)
DAY_ENDS = time(22)
ONE_DAY = timedelta(days=1)


class OfferExpired(Conflict):
    """The answer came too late."""

    title = N_("This offer has expired")
    detail = N_("The time to accept it is over, and the places went on to the next on the list.")


class NothingOffered(Conflict):
    """There is no offer to answer."""

    title = N_("There is no offer to answer")
    detail = N_("No places are held as an offer for this registration at the moment.")


def offered(registration: Registration, size: int, roster: Roster, *, now: datetime) -> Registration:
    """The party with an offer of so many places."""
    deadline = offer_deadline(now, starts_at=roster.starts_at, time_zone=roster.time_zone)
    return replace(registration, status=RegistrationStatus.OFFERED, offered_size=size, held_until=deadline)


def accepted(registration: Registration) -> Registration:
    """The party with its places: as many as were offered, for those who were named first."""
    size = registration.seats
    return replace(
        registration,
        status=RegistrationStatus.CONFIRMED,
        party_size=size,
        smallest_party=None,
        attendees=registration.attendees[:size],
        offered_size=None,
        held_until=None,
    )


def fact_about_hold(registration: Registration) -> RegistrationOffered | RegistrationPending:
    """That places are held for an answer, and until when."""
    if registration.status is RegistrationStatus.PENDING:
        return fact_about(RegistrationPending, registration, held_until=registration.held_until)
    return fact_about(
        RegistrationOffered,
        registration,
        offered_size=registration.offered_size,
        held_until=registration.held_until,
    )


def offer_deadline(now: datetime, *, starts_at: datetime, time_zone: str) -> datetime:
    """24 hours of daytime from now on; near the start a quarter of what is left of it, 30 minutes at least.

    The night does not count, unless the event begins in it. Never after the start.
    """
    zone = ZoneInfo(time_zone)
    left = daytime_between(now, starts_at, zone)
    if not left:
        return min(now + max(LEAST_TIME, (starts_at - now) / PART_OF_THE_TIME_LEFT), starts_at)
    allowed = max(LEAST_TIME, min(USUAL_TIME, left / PART_OF_THE_TIME_LEFT))
    return min(after_daytime(now, allowed, zone), starts_at)


def daytime_between(now: datetime, until: datetime, zone: ZoneInfo) -> timedelta:
    """How much of the time is by day; where it is long, only that it is long enough for the usual time."""
    total = timedelta()
    for begins, ends in days_from(now, zone):
        if begins >= until or total >= USUAL_TIME * PART_OF_THE_TIME_LEFT:
            break
        total += min(ends, until) - begins
    return total


def after_daytime(now: datetime, allowed: timedelta, zone: ZoneInfo) -> datetime:
    for begins, ends in days_from(now, zone):
        if allowed <= ends - begins:
            return begins + allowed
        allowed -= ends - begins
    raise AssertionError("days never end")


def days_from(now: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """What is left of today, and the days after it: from when to when they are, in the zone of `now`."""
    today = now.astimezone(zone).date()
    for number in count():
        begins, ends = (at(today + number * ONE_DAY, clock, zone, now) for clock in (DAY_BEGINS, DAY_ENDS))
        if ends > now:
            yield max(begins, now), ends


def at(day: date, clock: time, zone: ZoneInfo, like: datetime) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(like.tzinfo)
