"""What entering a campaign takes: dates inside it, an open call or a late code, answers to what it asks."""

from datetime import datetime
from uuid import UUID

from services.events.domain.campaign import Campaign, check_call, check_inside
from services.events.domain.campaign_questions import check_answered
from services.events.domain.event import Event, EventFields
from services.events.tables import campaign_answers, campaigns, late_codes
from shared.database import Connection
from shared.formats import first_day, last_day
from shared.messages.events import EventStatus, Role


async def check_entry(
    db: Connection, fields: EventFields, *, organisation_id: UUID, by: Role, now: datetime, before: Event | None = None
) -> None:
    """Raises `Invalid` when the campaign that an entry names does not take it.

    What was in the campaign `before` stays in, whatever has become of the call. Coordinators need no open call.
    """
    if not fields.campaign:
        return
    await campaigns.check_known(db, fields.campaign)
    is_new = before is None or before.campaign != fields.campaign
    if before is None or is_new or (first_day(before), last_day(before)) != (first_day(fields), last_day(fields)):
        campaign = await campaigns.get_by_slug(db, fields.campaign)
        check_inside(campaign, fields)
        if is_new:
            await check_admitted(db, campaign, organisation_id=organisation_id, by=by, now=now)


async def check_submission(db: Connection, event: Event, *, by: Role, now: datetime) -> None:
    """Raises `Invalid` for a draft that comes too late, and for what the campaign asks and nobody answered."""
    if not event.campaign:
        return
    campaign = await campaigns.get_by_slug(db, event.campaign)
    check_answered(campaign.questions, await campaign_answers.of_event(db, event.id))
    # One that was given back came in time the first time.
    if event.status is EventStatus.DRAFT:
        check_inside(campaign, event)
        await check_admitted(db, campaign, organisation_id=event.organisation_id, by=by, now=now)


async def check_admitted(db: Connection, campaign: Campaign, *, organisation_id: UUID, by: Role, now: datetime) -> None:
    """Raises `Invalid` when the call is not open for this organisation today."""
    today = campaign.today(now)
    if by is Role.COORDINATOR or await late_codes.opened_until(db, campaign.id, organisation_id, today=today):
        return
    check_call(campaign, today)
