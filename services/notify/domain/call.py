"""A campaign's call for entries: whom to ask, and when once more."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from services.notify.domain.mail import MailKind
from shared.messages.events import CampaignState

# A week is enough to plan something, two days to enter what is planned.
DAYS_BEFORE_CLOSING = (7, 2)


class CampaignSaid(Struct, frozen=True, kw_only=True):
    """What a mail about a call knows."""

    campaign_id: UUID


class CampaignWord(Struct, frozen=True, kw_only=True):
    """Something that was said to an organisation about a campaign's call."""

    organisation_id: UUID
    kind: MailKind
    said_at: datetime


def is_call_open(campaign: CampaignState, today: date) -> bool:
    """A campaign that names no day has no call that anybody need hear of."""
    if campaign.call_opens_on is None and campaign.call_closes_on is None:
        return False
    return (campaign.call_opens_on or date.min) <= today and not is_call_over(campaign, today)


def is_call_over(campaign: CampaignState, today: date) -> bool:
    return (campaign.call_closes_on or campaign.ends_on) < today


def is_deadline_near(campaign: CampaignState, today: date) -> bool:
    return campaign.call_closes_on is not None and (campaign.call_closes_on - today).days <= max(DAYS_BEFORE_CLOSING)


def word_due(
    campaign: CampaignState, said: Collection[CampaignWord], *, today: date, zone: ZoneInfo
) -> MailKind | None:
    """What to say today to an organisation that has entered nothing, if anything; never two things on one day."""
    if not said:
        return MailKind.ENTRY_ASKED_FOR
    was_told_today = any(word.said_at.astimezone(zone).date() == today for word in said)
    days_left = (campaign.call_closes_on - today).days if campaign.call_closes_on else None
    return MailKind.DEADLINE_NEAR if days_left in DAYS_BEFORE_CLOSING and not was_told_today else None
