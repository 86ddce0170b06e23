"""Ask each organisation once to enter something into an open call, and again when its deadline is near."""

from collections import defaultdict
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notify.commands.queue_member_mail import queue_member_mail
from services.notify.domain.call import CampaignSaid, is_call_open, word_due
from services.notify.tables import campaign_words, campaigns, holds, members
from shared.database import Connection
from shared.messages.events import CampaignState, MemberState
from shared.mornings import is_by_day

Teams = dict[UUID, list[MemberState]]


async def ask_for_entries(db: Connection, *, zone: ZoneInfo, now: datetime | None = None) -> None:
    now = now or datetime.now(UTC)
    if not is_by_day(now, zone):
        return
    today = now.astimezone(zone).date()
    teams = teams_of(await members.list_all(db))
    for campaign in await campaigns.list_all(db):
        if is_call_open(campaign, today):
            await ask_for_campaign(db, campaign, teams, zone=zone, now=now)


def teams_of(people: list[MemberState]) -> Teams:
    """Who logs in for which organisation."""
    teams: Teams = defaultdict(list)
    for person in people:
        teams[person.organisation_id].append(person)
    return teams


async def ask_for_campaign(
    db: Connection, campaign: CampaignState, teams: Teams, *, zone: ZoneInfo, now: datetime
) -> None:
    # So that another replica finds what we have said.
    await holds.take(db, campaign.id)
    said = await campaign_words.list_of(db, campaign.id)
    done = await campaigns.list_taking_part(db, campaign.slug) | {campaign.organisation_id}
    today = now.astimezone(zone).date()
    for organisation_id, team in teams.items():
        heard = [word for word in said if word.organisation_id == organisation_id]
        kind = None if organisation_id in done else word_due(campaign, heard, today=today, zone=zone)
        if kind is None:
            continue
        await campaign_words.insert(db, campaign.id, organisation_id, kind, said_at=now)
        await queue_member_mail(
            db, kind, team, cause=f"{campaign.id}:{today}", said=CampaignSaid(campaign_id=campaign.id)
        )
