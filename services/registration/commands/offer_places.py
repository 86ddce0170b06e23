"""Offer free places to those on the waiting list who fit, the first come first."""

from collections.abc import Sequence
from datetime import datetime

from services.registration.commands.linked import linked
from services.registration.domain.offers import fact_about_hold
from services.registration.domain.roster import Roster
from services.registration.domain.waiting_list import offer_to_those_who_fit, takes_offers
from services.registration.tables import registrations, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import RegistrationFact


async def offer_and_tell(
    db: Connection, roster: Roster, *facts: RegistrationFact, base_url: str, now: datetime
) -> Roster:
    """How each change of a locked roster ends: free places are offered, it is stored, and all of it is told."""
    [kept] = await offer_and_tell_all(db, [roster], facts, base_url=base_url, now=now)
    return kept


async def offer_and_tell_all(
    db: Connection, changed: Sequence[Roster], facts: Sequence[RegistrationFact], *, base_url: str, now: datetime
) -> list[Roster]:
    """The same for several that are locked."""
    filled = []
    for each in changed:
        roster, offers = await offer_places(db, each, now=now)
        filled.append(roster)
        facts = [*facts, *offers]
    kept = await rosters.keep_many(db, filled)
    await outbox.stage(db, *await linked(db, [*facts], base_url=base_url), *(roster.state for roster in kept))
    return kept


async def offer_places(db: Connection, roster: Roster, *, now: datetime) -> tuple[Roster, list[RegistrationFact]]:
    """The locked roster as it is then, not stored yet, and the facts to tell; nothing happens on a closed one."""
    if not takes_offers(roster, now) or not roster.waiting_count or roster.seats_left == 0:
        return roster, []

    waiting = await registrations.list_waiting(db, roster.id, places=roster.seats_left)
    roster, offers = offer_to_those_who_fit(roster, waiting, now=now)

    await registrations.keep_many(db, offers)
    return roster, [fact_about_hold(offer) for offer in offers]
