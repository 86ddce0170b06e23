"""The waiting list: freed seats go to the first that fit, and a party stays together."""

from collections.abc import Iterable

from services.registration.domain import roster as rosters
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster


def seat_those_who_fit(roster: Roster, waiting: Iterable[Registration]) -> tuple[Roster, list[Registration]]:
    """The roster with the parties that get seats, and those parties; `waiting` is in the order of arrival."""
    seated = []
    for registration in waiting:
        if rosters.fits(roster, registration.party_size):
            roster = rosters.with_waiting(rosters.with_seats_taken(roster, registration.party_size), -1)
            seated.append(registration)
    return roster, seated
