from uuid import UUID

from services.notify.domain.contribution import (
    MOST_CONTRIBUTIONS,
    ContributionFields,
    TooManyContributions,
    check_contribution,
)
from services.notify.domain.edition import check_language
from services.notify.tables import contributions, editions
from shared.database import Connection


async def offer_contribution(
    db: Connection, edition_id: UUID, fields: ContributionFields, *, organisation_id: UUID
) -> UUID:
    """Give something to an edition. Raises `Invalid`, `NotFound`, `TooManyContributions`."""
    check_language("language", fields.language)
    check_contribution(fields)
    await editions.lock(db, edition_id)
    present = await contributions.list_of_edition(db, edition_id)
    if sum(each.organisation_id == organisation_id for each in present) >= MOST_CONTRIBUTIONS:
        raise TooManyContributions
    return await contributions.insert(db, edition_id, organisation_id, fields)
