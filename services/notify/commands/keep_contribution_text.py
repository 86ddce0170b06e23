from uuid import UUID

from services.notify.domain.contribution import ContributionTranslation
from services.notify.domain.edition import ChangedMeanwhile
from services.notify.tables import contributions
from shared.database import Connection


async def keep_contribution_text(
    db: Connection, contribution_id: UUID, language: str, fields: ContributionTranslation
) -> None:
    """Say the contribution in one more language, or in other words.

    Raises `ChangedMeanwhile` when it is no longer as it was read.
    """
    if not await contributions.mark_changed(db, contribution_id, version=fields.version):
        raise ChangedMeanwhile
    await contributions.keep_text(db, contribution_id, language, fields)
