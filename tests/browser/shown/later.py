"""Pages that only time would bring."""

from datetime import UTC, datetime

import asyncpg
from msgspec import convert

from services.events.domain.still_on import DateToAsk
from services.events.tables import still_on
from shared.sessions import digest_of, new_token
from tests.browser.shown.paths import Paths
from tests.browser.shown.registration import own_page
from tests.journeys.given import a_published_event, an_open_event, roster_of, set_for
from tests.journeys.site import Site

IS_OVER = """
UPDATE rosters
SET starts_at = now() - interval '26 hours', ends_at = now() - interval '1 day'
WHERE event_id = $1
"""


async def asked_whether_still_on(site: Site, paths: Paths) -> None:
    event, token = a_published_event(site), new_token()
    [date] = event["occurrences"]
    asked = convert(
        {
            "event_id": event["id"],
            "organisation_id": event["id"],
            "occurrence_id": date["id"],
            "starts_at": date["starts_at"],
        },
        DateToAsk,
    )
    db = await asyncpg.connect(site.running.database_url("events"))
    await still_on.insert(db, asked, digest=digest_of(token), asked_at=datetime.now(UTC))
    await db.close()
    paths.anybody += [f"/still-on/{token}"]


async def over(site: Site, paths: Paths) -> None:
    """An event of yesterday, which asks how it was."""
    event = an_open_event(site)
    set_for(site, event, asks_how_it_was=True)
    own = own_page(site, event)
    [party] = roster_of(site, event)
    db = await asyncpg.connect(site.running.database_url("registration"))
    await db.execute(IS_OVER, event["id"])
    await db.close()
    paths.anybody += [own]
    paths.members += [f"/portal/rosters/{event['id']}", f"/portal/rosters/registrations/{party}"]
