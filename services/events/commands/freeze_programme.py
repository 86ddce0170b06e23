from datetime import UTC, datetime

from services.events.domain.programme import Edition, programme_of
from services.events.tables import campaign_entries, campaigns, programme_editions
from shared.database import Connection
from shared.problems import Conflict
from shared.translations import N_


class NothingToPrint(Conflict):
    title = N_("There is nothing to print yet")
    detail = N_("The programme holds published entries. Please publish some first.")


async def freeze_programme(db: Connection, slug: str, *, frozen_by: str, base_url: str) -> Edition:
    """Record the programme as it goes to print; from then on a page lists what changed. Raises `NothingToPrint`.

    When nothing has changed since the last edition, that one is given back: a double click makes one.
    """
    campaign = await campaigns.lock(db, slug)
    entries = await campaign_entries.list_entries(db, campaign.id)
    occurrences = await campaign_entries.occurrences_of(db, entries)
    programme = programme_of(campaign, entries, occurrences, base_url=base_url)
    if not programme.entries:
        raise NothingToPrint
    last = await programme_editions.find_last(db, campaign.id)
    if last and last.programme == programme:
        return last
    edition = Edition(
        number=last.number + 1 if last else 1,
        frozen_at=datetime.now(UTC),
        frozen_by=frozen_by,
        programme=programme,
    )
    await programme_editions.insert(db, campaign.id, edition)
    return edition
