"""Offer free places to those on the waiting list who fit, the first come first."""

from datetime import datetime

from services.registration.commands.linked import linked
from services.registration.commands.seat_waiting import seat_waiting
from services.registration.domain.registration import fact_about
from services.registration.domain.roster import Roster
from services.registration.domain.waiting_list import offer_to_those_who_fit, takes_offers
from services.registration.tables import registrations, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import RegistrationFact, RegistrationOffered


async def offer_and_tell(
    db: Connection, roster: Roster, *facts: RegistrationFact, base_url: str, now: datetime
) -> Roster:
    """How each change of a locked roster ends: free places are offered, it is stored, and all of it is told."""
    roster, seated = await seat_waiting(db, roster, now=now)
    kept = await rosters.keep(db, roster)
    await outbox.stage(db, *await linked(db, [*facts, *seated], base_url=base_url), kept.state)
    return kept


async def offer_places(db: Connection, roster: Roster, *, now: datetime) -> tuple[Roster, list[RegistrationOffered]]:
    """The locked roster as it is then, not stored yet, and the facts to tell; nothing happens on a closed one."""
    if not takes_offers(roster, now) or not roster.waiting_count or roster.seats_left == 0:
        return roster, []

    waiting = await registrations.list_waiting(db, roster.id, places=roster.seats_left)
    roster, offers = offer_to_those_who_fit(roster, waiting, now=now)

    await registrations.keep_many(db, offers)
    return roster, [
        fact_about(RegistrationOffered, offer, offered_size=offer.offered_size, held_until=offer.held_until)
        for offer in offers
    ]
