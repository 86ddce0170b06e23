"""Entries of a campaign, its programme, and what a PDF links to."""

from datetime import date
from typing import Any

import pikepdf

from services.events.domain.campaign import Campaign
from services.events.domain.event import Event
from services.events.domain.programme import (
    Programme,
    programme_of,
)
from services.events.tables import campaign_entries
from shared.database import Connection
from tests.events.campaigning import FIRST, an_entry, named
from tests.events.given import BASE_URL, Partner, a_published_event


async def an_entered_event(
    db: Connection, partner: Partner, campaign: Campaign, day: date = FIRST, **changes: Any
) -> Event:
    return await a_published_event(db, partner, **named(an_entry(campaign, day, **changes)))


async def programme_in(db: Connection, campaign: Campaign) -> Programme:
    entries = await campaign_entries.list_entries(db, campaign.id)
    return programme_of(campaign, entries, await campaign_entries.occurrences_of(db, entries), base_url=BASE_URL)


def links(document: pikepdf.Pdf) -> set[str]:
    return {
        str(note.A.URI)
        for page in document.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    }
