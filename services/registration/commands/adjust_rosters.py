"""Bring an event's rosters in line with the event: one open roster for each date, as long as people can sign up."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from services.registration.commands.offer_places import offer_and_tell_all
from services.registration.commands.shorten_holds import shorten_holds
from services.registration.domain.event_rosters import rosters_of
from services.registration.domain.roster import Roster
from services.registration.tables import events, registrations, rosters, sign_up_settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.occurrences import takes_over


async def adjust_rosters(db: Connection, event: EventState, *, base_url: str) -> None:
    """Registrations stay as they are, but those who wait and now fit get an offer.

    A date that leaves the event without being cancelled may be on its way to another event: its roster is closed, and
    opens again there with all who are on it.
    """
    now = datetime.now(UTC)
    found = await rosters.lock_all_of_event(db, event.id, [occurrence.id for occurrence in event.occurrences])
    left_elsewhere = await list_left_elsewhere(db, event, found)
    before = {roster.id: roster for roster in found if roster.id not in left_elsewhere}
    own_dates = [occurrence for occurrence in event.occurrences if occurrence.id not in left_elsewhere]

    await take_over(db, event.id, [roster for roster in before.values() if roster.event_id != event.id])
    settings = await sign_up_settings.get(db, event.id)
    after = rosters_of(replace(event, occurrences=own_dates), settings, before, now)
    await keep_and_tell(db, [roster for roster in after if roster != before.get(roster.id)], base_url=base_url, now=now)


async def list_left_elsewhere(db: Connection, event: EventState, found: list[Roster]) -> set[UUID]:
    """The ids of those dates that the event names, but that another event has taken over since."""
    elsewhere = [roster for roster in found if roster.event_id != event.id]
    others = await events.find_many(db, {roster.event_id for roster in elsewhere}) if elsewhere else {}
    return {roster.id for roster in elsewhere if not takes_over(event, others.get(roster.event_id), roster.id)}


async def take_over(db: Connection, event_id: UUID, taken: list[Roster]) -> None:
    """Who is on these rosters comes to this event now, and was asked what its organiser asks further on."""
    if not taken:
        return
    await registrations.move(db, [roster.id for roster in taken], event_id)
    await sign_up_settings.copy(db, taken[0].event_id, event_id)


async def keep_and_tell(db: Connection, changed: list[Roster], *, base_url: str, now: datetime) -> None:
    if changed:
        facts = await shorten_holds(db, changed, now=now)
        await offer_and_tell_all(db, changed, facts, base_url=base_url, now=now)
