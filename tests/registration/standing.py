"""How things stand between two steps, and what must be true of them."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from services.registration.domain.registration import Registration
from services.registration.domain.roster import Roster
from services.registration.domain.waiting_list import takes_offers
from services.registration.tables import registrations, rosters
from shared.database import Connection, many
from shared.messages.registration import (
    MESSAGES,
    RegistrationErased,
    RegistrationFact,
    RegistrationRepeated,
    RosterState,
)
from shared.messages.registration import RegistrationStatus as Status

TYPES = {message.topic: message for message in MESSAGES}
# Who comes and goes at the door is told to nobody but the organiser.
AT_THE_DOOR = {Status.CONFIRMED, Status.ATTENDED}
# What somebody may have heard last, by how it is with them.
HEARD = {
    Status.PENDING: {"pending", "changed"},
    Status.WAITING: {"waiting", "changed", "passed_on"},
    Status.OFFERED: {"offered", "changed", "passed_on"},
    Status.CONFIRMED: {"confirmed", "changed", "passed_on"},
    Status.ATTENDED: {"confirmed"},
    Status.CANCELLED: {"cancelled"},
    Status.EXPIRED: {"expired"},
}


class Standing(Struct, frozen=True, kw_only=True):
    """All rosters and parties by id, and what was told since the last time."""

    rosters: dict[UUID, Roster]
    parties: dict[UUID, Registration]
    facts: list[RegistrationFact]
    states: dict[UUID, RosterState]
    erased: list[UUID]


async def read_standing(db: Connection) -> Standing:
    found = many(await db.fetch(rosters.SELECT), Roster)
    parties = many(await db.fetch(registrations.SELECT + "ORDER BY arrival"), Registration)
    told = await db.fetch("WITH told AS (DELETE FROM outbox RETURNING *) SELECT subject, body FROM told ORDER BY id")
    messages = [msgspec.json.decode(row["body"], type=TYPES[row["subject"].rpartition(".")[0]]) for row in told]
    return Standing(
        rosters={roster.id: roster for roster in found},
        parties={party.id: party for party in parties},
        facts=[message for message in messages if isinstance(message, RegistrationFact)],
        states={message.id: message for message in messages if isinstance(message, RosterState)},
        erased=[message.registration_id for message in messages if isinstance(message, RegistrationErased)],
    )


def check(before: Standing, after: Standing, party: UUID | None) -> None:
    """`party` is whom the step between the two was about."""
    for roster in after.rosters.values():
        parties = [each for each in after.parties.values() if each.roster_id == roster.id]
        check_counts(roster, parties)
        check_nobody_waits_in_vain(roster, parties)
        check_order(roster, parties, before)
        changed = roster.version != before.rosters[roster.id].version if roster.id in before.rosters else True
        assert not changed or after.states[roster.id] == roster.state
    for each in after.parties.values():
        check_whole(before.parties.get(each.id), each)
        check_told(before.parties.get(each.id), each, after, is_meant=each.id == party)


def check_counts(roster: Roster, parties: list[Registration]) -> None:
    assert roster.seats_taken == sum(party.seats for party in parties)
    assert roster.waiting_count == sum(party.status is Status.WAITING for party in parties)
    assert roster.attended_count == sum(party.attended_count for party in parties)
    assert roster.capacity is None or roster.seats_taken <= roster.capacity


def check_nobody_waits_in_vain(roster: Roster, parties: list[Registration]) -> None:
    """Who comes next may take what is free: nobody who waits could have it."""
    if takes_offers(roster, datetime.now(UTC)):
        assert not [each for each in parties if each.status is Status.WAITING and could_come(each, roster.seats_left)]


def check_order(roster: Roster, parties: list[Registration], before: Standing) -> None:
    """Whoever still waits could not have had what those got who came later."""
    left = roster.seats_left
    for party in sorted(parties, key=lambda each: each.arrival, reverse=True):
        if party.status is Status.OFFERED and before.parties.get(party.id, party).status is Status.WAITING:
            left = None if left is None else left + party.seats
        elif party.status is Status.WAITING and takes_offers(roster, datetime.now(UTC)):
            assert not could_come(party, left)


def check_whole(before: Registration | None, party: Registration) -> None:
    if party.status is Status.OFFERED:
        assert party.offered_size is not None
        assert smallest_of(party) <= party.offered_size <= party.party_size
    was_offered = before is not None and before.status is Status.OFFERED and before.roster_id == party.roster_id
    if before and was_offered and party.status is Status.CONFIRMED:
        assert party.party_size == before.offered_size


def check_told(before: Registration | None, after: Registration, standing: Standing, *, is_meant: bool) -> None:
    """Each change has one message, and nobody else's changes have any."""
    facts = [fact for fact in standing.facts if fact.registration_id == after.id]
    told = [fact for fact in facts if not isinstance(fact, RegistrationRepeated)]
    if before and after.erased_at != before.erased_at:
        assert (told, standing.erased.count(after.id)) == ([], 1)
        return
    assert len(told) == expected_count(before, after, is_meant=is_meant), (before, after, told)
    if told:
        assert told[-1].topic.rpartition(".")[2] in HEARD[after.status]


def expected_count(before: Registration | None, after: Registration, *, is_meant: bool) -> int:
    if before is None:
        return 1
    if {before.status, after.status} == AT_THE_DOOR:
        return 0
    moved_up = before.status is Status.WAITING and after.status is Status.OFFERED
    otherwise = replace(after, status=before.status, offered_size=None, held_until=None) if moved_up else after
    assert is_meant or otherwise == before, "nothing else changes for those whom nobody meant"
    return moved_up + (otherwise != before)


def could_come(party: Registration, places: int | None) -> bool:
    return places is None or smallest_of(party) <= places


def smallest_of(party: Registration) -> int:
    return party.smallest_party or party.party_size
