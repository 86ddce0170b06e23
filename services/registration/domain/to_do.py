"""What an organiser may want to do something about."""

from datetime import datetime

from services.registration.domain.roster import Roster

# Then one more family fills it.
FEW_PLACES_SHARE = 0.1


def is_to_come(roster: Roster, now: datetime) -> bool:
    return roster.closed_at is None and now < roster.starts_at


def has_few_places_left(roster: Roster) -> bool:
    """A few places are left: perhaps a larger room, or a second date, is worth a thought."""
    if roster.capacity is None or not roster.seats_taken:
        return False
    return 0 < (roster.seats_left or 0) <= max(1, roster.capacity * FEW_PLACES_SHARE)


def waits_beside_free_places(roster: Roster) -> bool:
    """Somebody waits although places are free: their party is too large for them, or nobody may come at the moment."""
    return roster.waiting_count > 0 and roster.seats_left != 0
