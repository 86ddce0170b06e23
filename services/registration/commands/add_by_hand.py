"""Enter a party that has told its organiser so: by phone, by letter, or at the door."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.registration.commands.check_in import check_in
from services.registration.commands.locked import lock_roster
from services.registration.commands.offer_places import offer_and_tell
from services.registration.domain.answers import read_answers, without_duties
from services.registration.domain.attendance import Arrival
from services.registration.domain.by_hand import (
    ByHand,
    DateIsOff,
    check_by_hand,
    registration_by_hand,
    seated_by_hand,
)
from services.registration.domain.own_date import Standing, standing_of
from services.registration.domain.places import with_party
from services.registration.domain.registration import Registration, address_key, fact_about
from services.registration.domain.roster import Roster
from services.registration.tables import events, registrations, sign_up_settings
from shared import copies
from shared.database import Connection
from shared.messages.events import OrganisationState
from shared.messages.registration import (
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationStatus,
    RegistrationWaiting,
)
from shared.problems import invalid
from shared.translations import N_


async def add_by_hand(
    db: Connection, party: ByHand, *, base_url: str, registration_id: UUID | None = None
) -> Registration:
    """Also while sign-up is closed, but never more than there are places. With the same id it has one effect.

    Raises `NotFound`, `DateIsOff`, `NotEnoughPlaces`, `Invalid`, or `TooEarly` for who cannot be here yet.
    """
    check_by_hand(party)
    now = datetime.now(UTC)
    roster = await lock_roster(db, party.roster_id)
    if registration_id and (known := await registrations.find(db, registration_id)):
        return known
    await check_takes_place(db, roster)
    await check_is_new(db, roster, party)
    await check_organisation(db, party)
    settings = await sign_up_settings.get(db, roster.event_id)
    answers = read_answers(without_duties(settings), party.answers, strict=False)

    roster, status = seated_by_hand(roster, party)
    added = registration_by_hand(
        party, roster, registration_id=registration_id or uuid4(), status=status, answers=answers, now=now
    )
    await registrations.insert_many(db, [added])
    roster = with_party(roster, added)
    await offer_and_tell(db, roster, fact_of(added, roster), base_url=base_url, now=now)
    return await check_in(db, added.id, Arrival(), base_url=base_url) if party.is_here else added


async def check_takes_place(db: Connection, roster: Roster) -> None:
    """Raises `DateIsOff`."""
    event = (await events.find_many(db, [roster.event_id])).get(roster.event_id)
    if event and standing_of(event, roster) in (Standing.EVENT_CANCELLED, Standing.DATE_CANCELLED):
        raise DateIsOff


async def check_is_new(db: Connection, roster: Roster, party: ByHand) -> None:
    """Raises `Invalid`: whose list it is may know who is on it."""
    key = address_key(party.email, party.phone)
    if key and await registrations.find_active(db, roster.id, {key}):
        field = "email" if party.email else "phone"
        raise invalid(field, N_("They are on the list of this date already."))


async def check_organisation(db: Connection, party: ByHand) -> None:
    """Raises `Invalid`."""
    if party.organisation_id and await copies.find(db, OrganisationState, party.organisation_id) is None:
        raise invalid("organisation_id", N_("We do not know this organisation."))


def fact_of(added: Registration, roster: Roster) -> RegistrationFact:
    if added.status is RegistrationStatus.CONFIRMED:
        return fact_about(RegistrationConfirmed, added)
    return fact_about(RegistrationWaiting, added, waiting_position=roster.waiting_count)
