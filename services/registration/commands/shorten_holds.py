"""A date that now begins earlier: places that are held for an answer are held until its start at most."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace

from services.registration.domain.offers import fact_about_hold
from services.registration.domain.roster import Roster
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationOffered, RegistrationPending


async def shorten_holds(
    db: Connection, changed: Collection[Roster], *, now: datetime
) -> list[RegistrationOffered | RegistrationPending]:
    """The facts to tell: who still has time hears until when. These rosters must be locked."""
    starts = {roster.id: roster.starts_at for roster in changed}
    held = await registrations.list_held_beyond(db, starts)
    shortened = [replace(registration, held_until=starts[registration.roster_id]) for registration in held]
    await registrations.keep_many(db, shortened)
    return [fact_about_hold(registration) for registration in shortened if starts[registration.roster_id] > now]
