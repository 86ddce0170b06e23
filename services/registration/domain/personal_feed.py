"""A person's own calendar to subscribe to: all they signed up for, now and later."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.registration.domain.own_entry import OwnEntry, is_off, vevent_of
from services.registration.domain.registration import ENDED
from shared.calendar import calendar
from shared.messages.events import EventState
from shared.occurrences import find_occurrence
from shared.translations import N_, catalogue

# As in the public feeds: what was is there for a season, and what is off long enough for every app to show that.
PAST = timedelta(days=92)
OFF = timedelta(days=14)
NAME = N_("%(network)s: my dates")


def feed_of(
    entries: Sequence[OwnEntry],
    events: Mapping[UUID, EventState],
    *,
    network: str,
    language: str,
    now: datetime,
) -> bytes:
    """The feed, in the order in which the entries come. Its own address, which is a secret, is not in it."""
    vevents = []
    zones = set()
    for own in entries:
        event = events.get(own.event_id)
        vevent = vevent_of(own, event, language) if event and leaves_at(own, event) > now else None
        if vevent and event:
            vevents.append(vevent)
            if "TZID=" in vevent:
                zones.add(event.time_zone)
    name = catalogue(language).gettext(NAME) % {"network": network}
    return calendar(vevents, name=name, language=language, time_zones=zones)


def modified_at(
    entries: Sequence[OwnEntry], events: Mapping[UUID, EventState], *, created_at: datetime, now: datetime
) -> datetime:
    """When last an entry came, changed or left.

    At least the beginning of the hour: nothing would tell that a place was passed on, or that we heard of a change
    late, and apps that go by the date alone must see that too.
    """
    moments = [created_at, now.replace(minute=0, second=0, microsecond=0)]
    for own in entries:
        moments.append(own.changed_at)
        if event := events.get(own.event_id):
            moments += [event.changed_at, leaves_at(own, event)]
    return max(moment for moment in moments if moment <= now).replace(microsecond=0)


def leaves_at(own: OwnEntry, event: EventState) -> datetime:
    if own.status in ENDED:
        return own.changed_at + OFF
    if is_off(event, find_occurrence(event, own.roster_id)):
        return max(own.ends_at, event.changed_at + OFF)
    return own.ends_at + PAST
