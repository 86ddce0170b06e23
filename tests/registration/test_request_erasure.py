"""A person wants all of theirs deleted: places to come get free, and each service is asked."""

from datetime import UTC, datetime, timedelta

from services.registration.commands.request_erasure import request_erasure
from services.registration.domain.person import Person
from services.registration.tables import erasures, registrations
from shared.database import Connection
from shared.messages.registration import (
    ErasureRequested,
    RegistrationCancelled,
    RegistrationErased,
    RegistrationStatus,
)
from shared.sessions import digest_of
from tests.everything import places_naming
from tests.registration.given import BASE_URL, an_open_event, signed_up, statuses, told

ADA = "ada@people.example"
RECEIPT = "a-receipt"


async def erased(db: Connection, person: Person | None = None, receipt: str = RECEIPT) -> None:
    await request_erasure(
        db, person or Person(address_key=ADA), email="Ada@people.example", receipt=receipt, base_url=BASE_URL
    )


async def test_all_of_the_address_is_forgotten_and_nothing_of_anybody_elses(db: Connection) -> None:
    first, second = await an_open_event(db), await an_open_event(db)
    await signed_up(db, first, ADA, name="Ada Nowak")
    await signed_up(db, second, ADA.upper(), name="Ada Nowak")
    await signed_up(db, first, "bob@people.example", name="Bob")
    await db.execute("DELETE FROM outbox")

    await erased(db)

    assert await places_naming(db, "Nowak") == []
    assert await places_naming(db, ADA) == ["outbox"]
    assert await statuses(db, first) == {"": "cancelled", "bob@people.example": "confirmed"}


async def test_places_to_come_are_offered_on_and_nobody_is_told_of_a_cancellation(db: Connection) -> None:
    event = await an_open_event(db, capacity=2)
    await signed_up(db, event, ADA, 2)
    waiting = await signed_up(db, event, "bob@people.example", 2)

    await erased(db)

    bob = await registrations.find(db, waiting.registration_id)
    assert bob
    assert bob.status in {RegistrationStatus.OFFERED, RegistrationStatus.CONFIRMED}
    assert await told(db, RegistrationCancelled) == []


async def test_what_is_over_keeps_its_counts(db: Connection) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, ADA, 3)
    over = datetime.now(UTC) - timedelta(days=1)
    await db.execute("UPDATE rosters SET starts_at = $1, ends_at = $1", over)

    await erased(db)

    assert await statuses(db, event) == {"": "confirmed"}


async def test_each_service_is_asked_once_also_when_the_form_comes_twice(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, ADA)

    for _ in range(2):
        await erased(db)

    [request] = await told(db, ErasureRequested)
    assert (request.email, request.registration_ids) == ("Ada@people.example", [reply.registration_id])
    assert len(await told(db, RegistrationErased)) == 1


async def test_the_receipt_holds_counts_only(db: Connection) -> None:
    for _ in range(2):
        await signed_up(db, await an_open_event(db), ADA)

    await erased(db)

    receipt = await erasures.find(db, digest_of(RECEIPT))
    assert receipt
    assert receipt.registration_counts == {"registrations": 2, "links": 2, "feeds": 0}
    assert (receipt.is_done, receipt.events_counts, receipt.notify_counts) == (False, None, None)


async def test_a_link_that_was_handed_out_erases_its_booking_alone_and_names_no_address(db: Connection) -> None:
    """Whoever entered somebody by hand cannot delete what that person signed up for elsewhere."""
    first, second = await an_open_event(db), await an_open_event(db)
    reply = await signed_up(db, first, ADA)
    await signed_up(db, second, ADA)
    registration = await registrations.find(db, reply.registration_id)
    assert registration

    await erased(db, Person(address_key=ADA, booking_id=registration.booking_id))

    assert await statuses(db, second) == {ADA: "confirmed"}
    [request] = await told(db, ErasureRequested)
    assert (request.email, request.registration_ids) == ("", [reply.registration_id])
