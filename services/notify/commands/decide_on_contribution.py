from services.notify.domain.contribution import Contribution, ContributionState
from services.notify.tables import contributions
from shared.database import Connection


async def decide_on_contribution(db: Connection, contribution: Contribution, state: ContributionState) -> None:
    """Take it into its edition or leave it out; of one that was sent, its pictures are gone from the web at once."""
    await contributions.mark_state(db, contribution.id, state)
