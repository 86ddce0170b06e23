"""What is written to organisers that nobody asked for: calls that are open, dates ahead, how sign-ups go."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from services.notify.commands.write_to_partner import CALL_PATIENCE, require_member
from services.notify.domain.call import CampaignSaid, is_call_over, is_deadline_near
from services.notify.domain.facts import facts_of, is_over
from services.notify.domain.fullness import RosterSaid, is_nearly_full
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind, MemberVariables, NetworkVariables
from services.notify.domain.sign_up import DateCount, DateNews, SignUpsSaid
from services.notify.tables import campaigns, events
from shared import copies
from shared.database import Connection
from shared.formats import first_day
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import CampaignState, EventState, EventStatus, MemberState
from shared.messages.events_facts import StillOnAsked
from shared.messages.registration import RosterState
from shared.occurrences import find_occurrence
from shared.problems import NotFound
from shared.translations import N_

MOVED_ON = N_("The event has moved on meanwhile.")


async def write_call(db: Connection, mail: DueMail) -> Letter:
    """True until the call is over or the organisation has entered something."""
    variables = msgspec.convert(mail.variables, MemberVariables)
    await require_member(db, variables.member_id)
    member = await copies.find(db, MemberState, variables.member_id)
    campaign = await copies.find(db, CampaignState, msgspec.convert(variables.said, CampaignSaid).campaign_id)
    if member is None or campaign is None:
        raise NotFound("campaign")
    day = (datetime.now(UTC) - CALL_PATIENCE).date()
    if is_call_over(campaign, day):
        raise NoLongerTrue(N_("The call was closed."))
    if mail.kind is MailKind.DEADLINE_NEAR and not is_deadline_near(campaign, day + CALL_PATIENCE):
        raise NoLongerTrue(N_("The call was made longer."))
    if member.organisation_id in await campaigns.list_taking_part(db, campaign.slug):
        raise NoLongerTrue(N_("The organisation has entered something meanwhile."))
    return Letter(context={"campaign": campaign})


async def write_still_on(db: Connection, mail: DueMail) -> Letter:
    """True as long as the date is as it was when it was asked about."""
    variables = msgspec.convert(mail.variables, NetworkVariables)
    if variables.member_id is not None:
        await require_member(db, variables.member_id)
    asked = msgspec.convert(variables.fact, StillOnAsked)
    event = await get_event(db, asked.event_id, asked.occurrence_id)
    occurrence = find_occurrence(event, asked.occurrence_id)
    if occurrence is None or occurrence.starts_at != asked.starts_at or event.status is not EventStatus.PUBLISHED:
        raise NoLongerTrue(MOVED_ON)
    if occurrence.status is OccurrenceStatus.CANCELLED:
        raise NoLongerTrue(N_("The event was cancelled meanwhile."))
    if asked.starts_at <= datetime.now(UTC):
        raise NoLongerTrue(N_("The event was over."))
    return Letter(context={"event": event, "date": facts_of(event, asked.occurrence_id), "link": asked.link})


async def write_nearly_full(db: Connection, mail: DueMail) -> Letter:
    """True as long as few places are left, or none."""
    variables = msgspec.convert(mail.variables, MemberVariables)
    await require_member(db, variables.member_id)
    roster = await copies.find(db, RosterState, msgspec.convert(variables.said, RosterSaid).roster_id)
    if roster is None:
        raise NotFound("roster")
    event = await get_event(db, roster.event_id, roster.id)
    date = facts_of(event, roster.id)
    if date.is_cancelled or is_over(date, datetime.now(UTC)):
        raise NoLongerTrue(MOVED_ON)
    if not is_nearly_full(roster):
        raise NoLongerTrue(N_("There are more places again."))
    return Letter(
        context={
            "event": event,
            "date": date,
            "places_left": roster.seats_left,
            "capacity": roster.capacity,
            "waiting_count": roster.waiting_count,
        }
    )


async def write_sign_ups(db: Connection, mail: DueMail) -> Letter:
    variables = msgspec.convert(mail.variables, MemberVariables)
    await require_member(db, variables.member_id)
    said = msgspec.convert(variables.said, SignUpsSaid)
    news = [await news_of(db, count) for count in said.dates]
    ordered = sorted(news, key=lambda each: (str(first_day(each.date) or ""), str(each.date.starts_at or "")))
    return Letter(context={"news": ordered, "organisation_name": ordered[0].event.organisation_name})


async def news_of(db: Connection, count: DateCount) -> DateNews:
    event = await get_event(db, count.event_id, count.roster_id)
    roster = await copies.find(db, RosterState, count.roster_id)
    return DateNews(
        event=event,
        date=facts_of(event, count.roster_id),
        count=count,
        places_left=roster.seats_left if roster else None,
    )


async def get_event(db: Connection, event_id: UUID, occurrence_id: UUID) -> EventState:
    event = await events.find_with_date(db, event_id, occurrence_id)
    if event is None:
        raise NotFound("event")
    return event
