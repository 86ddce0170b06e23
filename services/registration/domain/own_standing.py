"""How it stands with people's own registration, and what they can do by themselves."""

from datetime import datetime, timedelta

from msgspec import Struct

from services.registration.domain.changes import ATTENDED_OR_MISSED
from services.registration.domain.opinion import may_say_how_it_was
from services.registration.domain.registration import ENDED, Registration
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from shared.messages.registration import RegistrationStatus


class Deeds(Struct, frozen=True, kw_only=True):
    """What the page offers; the commands check it once more."""

    can_prove: bool
    can_answer: bool
    can_change: bool
    can_pass_on: bool
    can_cancel: bool
    can_say_how_it_was: bool


def own_status(registration: Registration, now: datetime) -> RegistrationStatus:
    """As people should read it: places that were held until now are gone, also while the clock has not said so yet."""
    is_over = registration.held_until is not None and registration.held_until <= now
    return RegistrationStatus.EXPIRED if is_over else registration.status


def deeds_of(registration: Registration, roster: Roster, settings: SignUpSettings, *, now: datetime) -> Deeds:
    status = own_status(registration, now)
    goes_on = status not in ENDED and status not in ATTENDED_OR_MISSED
    can_change = goes_on and now < roster.starts_at - timedelta(hours=settings.changes_hours_before)
    return Deeds(
        can_prove=status is RegistrationStatus.PENDING,
        can_answer=status is RegistrationStatus.OFFERED,
        can_change=can_change,
        can_pass_on=can_change and status is not RegistrationStatus.PENDING,
        can_cancel=goes_on and now < roster.ends_at,
        can_say_how_it_was=may_say_how_it_was(registration, roster, now),
    )
