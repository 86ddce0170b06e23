from collections.abc import Mapping
from typing import Any

from services.events.domain.campaign_questions import answers_of, check_answered
from services.events.domain.event import EDITABLE, Event, WrongStatus
from services.events.tables import campaign_answers, campaigns, events
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.problems import Conflict
from shared.translations import N_


class NoCampaign(Conflict):
    title = N_("This entry belongs to no campaign")
    detail = N_("Please choose a campaign in the entry first.")


async def answer_campaign(db: Connection, event: Event, given: Mapping[str, Any]) -> None:
    """Let these be the entry's answers to what its campaign asks, by the question's id; "" takes one away.

    Raises `NoCampaign`, `WrongStatus`, and `Invalid` naming `campaign_answers.<question's id>`.
    """
    event = await events.lock(db, event.id)
    if event.campaign is None:
        raise NoCampaign
    if event.status not in EDITABLE:
        raise WrongStatus
    campaign = await campaigns.get_by_slug(db, event.campaign)
    answers = answers_of(campaign.questions, given)
    # What a coordinator has before them must not lose what was required.
    if event.status not in {EventStatus.DRAFT, EventStatus.RETURNED}:
        check_answered(campaign.questions, answers)
    await campaign_answers.replace(db, event.id, [question.id for question in campaign.questions], answers)
