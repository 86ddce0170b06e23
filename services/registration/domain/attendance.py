"""Who came: the rules at the door."""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from services.registration.domain.capacity import free_places
from services.registration.domain.changes import NotEnoughPlaces
from services.registration.domain.places import with_change
from services.registration.domain.registration import ENDED, Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from shared.messages.registration import RegistrationStatus
from shared.problems import Conflict, invalid
from shared.translations import N_

# Doors open early, and people try it out the day before; weeks before, a tap can only be a mistake. It never closes:
# many count on paper and type it in later.
OPENS_BEFORE = timedelta(days=1)
# By the next morning whoever counted on paper has typed it in.
MISSED_AFTER = timedelta(hours=12)
# A phone that was without network for longer is not at the door any more.
OLDEST_WORD = timedelta(days=7)
# Those who had their places before they came.
HAVE_PLACES = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED, RegistrationStatus.MISSED})


class TooEarly(Conflict):
    title = N_("It is too early to check people in")
    detail = N_("This works from the day before on.")


class NotComing(Conflict):
    title = N_("These people have given up their places")
    detail = N_("They are not on the list any more. If there is room, please add them again.")


class Word(Struct, frozen=True, kw_only=True):
    """What somebody at the door says; a phone that had no network meanwhile says how long ago that was."""

    seconds_ago: Annotated[
        int, Meta(title=N_("Said so many seconds ago"), ge=0, le=int(OLDEST_WORD.total_seconds()))
    ] = 0


class Arrival(Word, frozen=True, kw_only=True):
    """They are here; all of the party unless it is said how many."""

    attended_count: Annotated[
        Annotated[int, Meta(ge=1, le=LARGEST_PARTY)] | None, Meta(title=N_("How many of them are here?"))
    ] = None


def is_door_open(roster: Roster, now: datetime) -> bool:
    return now >= roster.starts_at - OPENS_BEFORE


def checked_in(registration: Registration, attended_count: int | None) -> Registration:
    """The party once it is here. Raises `NotComing` or `Invalid`.

    Who had no place yet gets as many as they are: one who waited comes in as those who stand at the door.
    """
    if registration.status in ENDED:
        raise NotComing
    count = attended_count or registration.seats or registration.party_size
    if count > registration.party_size:
        text = N_("They signed up as %(count)s. Please add the others as people who come without having signed up.")
        raise invalid("attended_count", text, count=registration.party_size)
    here = replace(registration, status=RegistrationStatus.ATTENDED, attended_count=count)
    if registration.status in HAVE_PLACES:
        return here
    seats = max(registration.seats, count)
    return replace(here, party_size=seats, smallest_party=None, offered_size=None, held_until=None)


def undone(registration: Registration) -> Registration:
    """As if they had not come yet; one who has not stays as they are."""
    if registration.status is not RegistrationStatus.ATTENDED:
        return registration
    return replace(registration, status=RegistrationStatus.CONFIRMED, attended_count=0)


def with_counted(roster: Roster, before: Registration, after: Registration) -> Roster:
    """The roster with this party counted anew. Raises `NotEnoughPlaces`.

    Who stands at the door may have what was kept for the organiser, which is used up then.
    """
    more, free, kept = after.seats - before.seats, free_places(roster), roster.reserved_count
    if more and free is not None:
        if more > free:
            raise NotEnoughPlaces("attended_count", left=free)
        kept = min(kept, free - more)
    came = roster.attended_count + after.attended_count - before.attended_count
    return replace(with_change(roster, before, after), attended_count=came, reserved_count=kept)
