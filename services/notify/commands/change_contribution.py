from msgspec.structs import replace

from services.notify.domain.contribution import Contribution, ContributionFields, check_contribution
from services.notify.domain.edition import ChangedMeanwhile
from services.notify.tables import contributions
from shared.database import Connection


async def change_contribution(db: Connection, contribution: Contribution, fields: ContributionFields) -> None:
    """Say something else in a contribution; the language it was first written in stays.

    Raises `Invalid`, or `ChangedMeanwhile` when somebody else was faster.
    """
    check_contribution(fields)
    if not await contributions.update(db, contribution.id, replace(fields, language=contribution.language)):
        raise ChangedMeanwhile
