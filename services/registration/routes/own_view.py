"""What people see of their own registration, on its page and as JSON."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from services.registration.domain.opinion import Opinion
from services.registration.domain.own_date import Joining, OwnDate, joining_of, own_date_of
from services.registration.domain.own_standing import Deeds, deeds_of, own_status
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.routes.by_link import Opened
from services.registration.tables import events, opinions, registrations, rosters, sign_up_settings
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from shared.occurrences import Dates, dates_of
from shared.problems import NotFound


class OtherDate(Struct, frozen=True, kw_only=True):
    """A date that was signed up for together with the one that is shown."""

    id: UUID
    path: str
    date: Dates
    title: str
    status: RegistrationStatus


class OwnView(Struct, frozen=True, kw_only=True):
    """How it stands now; `event` and `date` are None for an event that is not public any more."""

    status: RegistrationStatus
    roster: Roster
    event: EventState | None
    date: OwnDate | None
    joining: Joining | None
    settings: SignUpSettings
    waiting_position: int | None
    deeds: Deeds
    opinion: Opinion | None
    others: list[OtherDate]


async def view_of(db: Connection, opened: Opened) -> OwnView:
    """Raises `NotFound`."""
    registration = opened.registration
    now = datetime.now(UTC)
    roster = await rosters.get(db, registration.roster_id)
    if roster is None:
        raise NotFound("roster")
    event = await events.find_public(db, registration.event_id)
    date = own_date_of(event, roster, now=now) if event else None
    settings = await sign_up_settings.get(db, registration.event_id)
    positions = await registrations.waiting_positions(db, [registration.id])
    return OwnView(
        status=own_status(registration, now),
        roster=roster,
        event=event,
        date=date,
        joining=joining_of(event, date, registration) if event and date else None,
        settings=settings,
        waiting_position=positions.get(registration.id),
        deeds=deeds_of(registration, roster, settings, now=now),
        opinion=await opinions.find(db, registration.id),
        others=await list_others(db, opened, now),
    )


async def list_others(db: Connection, opened: Opened, now: datetime) -> list[OtherDate]:
    """What was signed up for together with this, in the order of the dates."""
    others = {each.roster_id: each for each in opened.booking if each.id != opened.registration.id}
    dates = await rosters.list_many(db, others.keys())
    known = await events.find_many(db, {roster.event_id for roster in dates})
    return [
        OtherDate(
            id=others[roster.id].id,
            path=opened.path_of(others[roster.id]),
            date=dates_of(event, roster.starts_at, roster.ends_at),
            title=event.title,
            status=own_status(others[roster.id], now),
        )
        for roster in dates
        if (event := known.get(roster.event_id)) is not None
    ]
