from datetime import UTC, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from services.events.domain.campaign import is_call_open
from services.events.tables import campaign_entries, campaigns
from services.events.tables.campaign_entries import Participant
from shared import outbox
from shared.database import Connection
from shared.forms import PROSE
from shared.messages.events_facts import CampaignReminded
from shared.problems import Conflict
from shared.translations import N_

# Whoever was reminded today is left in peace until tomorrow; so a double click reminds once, too.
PAUSE = timedelta(hours=20)


class ReminderFields(Struct, frozen=True, kw_only=True):
    """What a coordinator adds to a reminder."""

    note: Annotated[str, Meta(title=N_("Your words to them"), max_length=1000, extra=PROSE)] = ""


class CallNotOpen(Conflict):
    title = N_("The call is not open")
    detail = N_("Nobody can enter now, so nobody is reminded.")


async def remind_organisations(db: Connection, slug: str, note: str, *, base_url: str) -> list[Participant]:
    """Remind those who have entered nothing yet, and whom nobody reminded today; gives back whom.

    Raises `CallNotOpen`.
    """
    now = datetime.now(UTC)
    # Locked, so that of two who remind at once the second finds everybody reminded.
    campaign = await campaigns.lock(db, slug)
    if not is_call_open(campaign, campaign.today(now)):
        raise CallNotOpen
    reminded = [
        each
        for each in await campaign_entries.list_participants(db, campaign.id)
        if not each.has_entered and (each.reminded_at is None or each.reminded_at <= now - PAUSE)
    ]
    await campaign_entries.insert_reminders(db, campaign.id, [each.id for each in reminded], note=note, reminded_at=now)
    await outbox.stage(
        db,
        *(
            CampaignReminded(
                campaign_id=campaign.id,
                campaign_title=campaign.title,
                organisation_id=each.id,
                call_closes_on=campaign.call_closes_on,
                note=note,
                link=f"{base_url}/portal/campaigns/{campaign.slug}",
            )
            for each in reminded
        ),
    )
    return reminded
