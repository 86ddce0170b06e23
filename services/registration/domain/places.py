"""What a party takes up on a roster: places, or a position on the waiting list."""

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster, with_seats_freed, with_seats_taken, with_waiting
from shared.messages.registration import RegistrationStatus


def with_change(roster: Roster, before: Registration, after: Registration) -> Roster:
    """The roster when one of its parties is no longer as before."""
    return counted(roster, seats=after.seats - before.seats, waiting=waits(after) - waits(before))


def with_party(roster: Roster, registration: Registration) -> Roster:
    return counted(roster, seats=registration.seats, waiting=waits(registration))


def without_party(roster: Roster, registration: Registration) -> Roster:
    return counted(roster, seats=-registration.seats, waiting=-waits(registration))


def counted(roster: Roster, *, seats: int, waiting: int) -> Roster:
    """With so many seats and waiting parties more, or fewer."""
    roster = with_seats_taken(roster, seats) if seats >= 0 else with_seats_freed(roster, -seats)
    return with_waiting(roster, waiting)


def waits(registration: Registration) -> int:
    return int(registration.status is RegistrationStatus.WAITING)
