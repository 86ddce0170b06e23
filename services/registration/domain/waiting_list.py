"""The waiting list: free places go to the first that fit, and a party stays together."""

from collections.abc import Iterable
from datetime import datetime

from services.registration.domain.offers import offered
from services.registration.domain.places import with_change
from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster


def offer_to_those_who_fit(
    roster: Roster, waiting: Iterable[Registration], *, now: datetime
) -> tuple[Roster, list[Registration]]:
    """The roster with places held for those who get an offer, and their parties; `waiting` is in order of arrival."""
    offers = []
    for registration in waiting:
        size = size_that_fits(roster, registration)
        if size is not None:
            offer = offered(registration, size, roster, now=now)
            roster = with_change(roster, registration, offer)
            offers.append(offer)
    return roster, offers


def size_that_fits(roster: Roster, registration: Registration) -> int | None:
    """The whole party, or as many of it as there are places for if these are enough for it; None if it has to wait."""
    left = roster.seats_left
    if left is None or registration.party_size <= left:
        return registration.party_size
    smallest = registration.smallest_party or registration.party_size
    return left if smallest <= left else None


def takes_offers(roster: Roster, now: datetime) -> bool:
    """Whether places may be offered: also after sign-up has closed, since those who wait came in time."""
    return roster.closed_at is None and roster.halted_at is None and now < roster.starts_at
