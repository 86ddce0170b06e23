"""A campaign with a call, as the tests of campaigns start from it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.events.commands.create_campaign import create_campaign
from services.events.domain.campaign import Campaign, CampaignFields
from services.events.domain.campaign_questions import Question
from services.events.domain.event import EventFields
from shared.database import Connection
from shared.messages import decode
from shared.messages.events import CampaignState
from shared.messages.events_facts import CampaignReminded
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, fields

TODAY = datetime.now(UTC).date()
FIRST, LAST = date(NEXT_YEAR, 9, 25), date(NEXT_YEAR, 10, 3)
# Two days off, so that it is that day in every zone.
YESTERDAY, TOMORROW = TODAY - timedelta(days=2), TODAY + timedelta(days=2)


def campaign_fields(partner: Partner, **changes: Any) -> CampaignFields:
    usual: dict[str, Any] = {
        "title": "Woche der Vielfalt",
        "description": "Begegnungen im ganzen Kreis.",
        "starts_on": FIRST,
        "ends_on": LAST,
        "organisation": partner.slug,
        "call_text": "Machen Sie mit!",
    }
    return CampaignFields(**(usual | changes))


async def a_campaign(
    db: Connection,
    partner: Partner,
    questions: list[Question] | None = None,
    *,
    slug: str | None = None,
    **changes: Any,
) -> Campaign:
    """Nine days next autumn; the call has no days of its own but those given."""
    said = campaign_fields(partner, **changes)
    return await create_campaign(db, said, questions or [], time_zone="Europe/Berlin", base_url=BASE_URL, slug=slug)


def an_entry(within: Campaign, day: date = FIRST, **changes: Any) -> EventFields:
    """What a partner would enter for an evening of the campaign."""
    evening = datetime.combine(day, datetime.min.time()).replace(hour=18)
    usual = {"campaign": within.slug, "starts_at": evening, "ends_at": evening + timedelta(hours=2)}
    return fields(**(usual | changes))


def named(entry: EventFields) -> dict[str, Any]:
    """The fields by name."""
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


async def campaign_states(db: Connection) -> list[CampaignState]:
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'events.campaign.%' ORDER BY id")
    return [decode(row["body"], CampaignState) for row in rows]


async def reminders(db: Connection) -> list[CampaignReminded]:
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'events.campaign_reminded.%' ORDER BY id")
    return [decode(row["body"], CampaignReminded) for row in rows]
