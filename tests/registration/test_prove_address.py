"""Where the organiser asks for it, places are held until people prove that their address is theirs."""

from uuid import UUID, uuid4

import pytest

from services.registration.commands.prove_address import ProofTooLate, prove_address
from services.registration.commands.register_for_dates import Booking, register_for_dates
from services.registration.domain.admission import PROOF_TIME
from services.registration.tables import registrations
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed, RegistrationPending
from shared.problems import NotFound
from shared.sessions import digest_of
from tests.registration.given import (
    BASE_URL,
    a_series,
    an_ask,
    an_open_event,
    asking,
    heard,
    roster_of,
    signed_up,
    statuses,
    told,
)


async def pending(db: Connection) -> UUID:
    event = await an_open_event(db, capacity=2)
    await asking(db, event, proves_address=True)
    reply = await signed_up(db, event, "ada@a.example", 2)
    assert reply.status == "pending"
    return reply.registration_id


async def let_pass(db: Connection, registration_id: UUID) -> None:
    """The time to prove the address is over, to the second."""
    await db.execute("UPDATE registrations SET held_until = now() - interval '1 second' WHERE id = $1", registration_id)


async def test_a_pending_party_holds_its_places_and_gets_a_link_by_mail(db: Connection) -> None:
    event = await an_open_event(db, capacity=2)
    await asking(db, event, proves_address=True)
    reply = await signed_up(db, event, "ada@a.example", 2)

    later = await signed_up(db, event, "bob@a.example")

    assert (reply.status, later.status) == ("pending", "waiting")
    assert (await roster_of(db, event)).seats_taken == 2
    [fact] = await told(db, RegistrationPending)
    registration = await registrations.find_by_link(db, digest_of(fact.link.rpartition("/")[2]))
    assert registration is not None
    assert registration.held_until == fact.held_until == registration.registered_at + PROOF_TIME


async def test_a_proven_address_has_its_places_for_good(db: Connection) -> None:
    registration_id = await pending(db)

    proven = await prove_address(db, registration_id, base_url=BASE_URL)

    assert (proven.status, proven.held_until) == ("confirmed", None)
    assert await registrations.find(db, registration_id) == proven
    assert [fact.registration_id for fact in await told(db, RegistrationConfirmed)] == [registration_id]


async def test_proving_twice_has_one_effect(db: Connection) -> None:
    registration_id = await pending(db)

    first, again = [await prove_address(db, registration_id, base_url=BASE_URL) for _ in range(2)]

    assert first == again
    assert len(await told(db, RegistrationConfirmed)) == 1


async def test_a_proof_one_second_late_is_told_so(db: Connection) -> None:
    registration_id = await pending(db)
    await let_pass(db, registration_id)

    with pytest.raises(ProofTooLate):
        await prove_address(db, registration_id, base_url=BASE_URL)

    assert await told(db, RegistrationConfirmed) == []


async def test_a_proof_after_the_places_went_on_is_told_so(db: Connection) -> None:
    registration_id = await pending(db)
    await db.execute("UPDATE registrations SET status = 'expired', held_until = NULL WHERE id = $1", registration_id)

    with pytest.raises(ProofTooLate):
        await prove_address(db, registration_id, base_url=BASE_URL)


async def test_one_proof_is_enough_for_all_dates_that_were_booked_in_one_go(db: Connection) -> None:
    event = await heard(db, a_series(dates=3, capacity=5))
    await asking(db, event, proves_address=True)
    booking = Booking(event_id=event.id, whole_course=True)
    first, second, third = await register_for_dates(db, booking, an_ask(), base_url=BASE_URL)
    await let_pass(db, third.registration_id)

    await prove_address(db, second.registration_id, base_url=BASE_URL)

    facts = await told(db, RegistrationConfirmed)
    assert [fact.registration_id for fact in facts] == [first.registration_id, second.registration_id]
    assert {(fact.booking_id, fact.booking_size) for fact in facts} == {(first.registration_id, 2)}
    with pytest.raises(ProofTooLate):
        await prove_address(db, third.registration_id, base_url=BASE_URL)


async def test_where_no_proof_is_asked_nothing_happens(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "ada@a.example")

    assert (await prove_address(db, reply.registration_id, base_url=BASE_URL)).status == "confirmed"
    assert len(await told(db, RegistrationConfirmed)) == 1
    assert await statuses(db, event) == {"ada@a.example": "confirmed"}


async def test_what_is_not_there_cannot_be_proven(db: Connection) -> None:
    with pytest.raises(NotFound):
        await prove_address(db, uuid4(), base_url=BASE_URL)
