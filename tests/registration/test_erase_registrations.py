"""People are forgotten: names, addresses and answers go, and what is counted stays."""

from datetime import UTC, datetime
from uuid import UUID

from services.registration.commands.erase_registrations import erase_registrations
from services.registration.tables import access_links
from shared.database import Connection
from shared.messages.registration import RegistrationConfirmed, RegistrationErased
from shared.sessions import digest_of
from tests.everything import places_naming
from tests.registration.given import an_open_event, seats_and_waiting, signed_up, statuses, told

NOW = datetime.now(UTC)
PERSON = {"name": "Olena Kovalchuk", "phone": "+4923025551"}


async def test_nothing_in_the_tables_names_them_any_more(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "olena.k@people.example", 3, key="nonce", **PERSON)
    await db.execute(
        "UPDATE registrations SET attendees = '{Olena Kovalchuk,Bohdan}', answers = '{\"meal\": \"Kovalchuk\"}'"
    )
    await db.execute("DELETE FROM outbox")
    assert await places_naming(db, "Kovalchuk") == ["registrations"]

    await erase_registrations(db, [reply.registration_id], now=NOW)

    for word in ("Kovalchuk", "olena", "23025551", "Bohdan", digest_of("olena.k@people.example")):
        assert await places_naming(db, word) == [], word


async def test_places_and_counts_stay(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    gone = await signed_up(db, event, "olena@people.example", 3)
    await signed_up(db, event, "bob@people.example")

    counts = await erase_registrations(db, [gone.registration_id], now=NOW)

    assert counts == {"registrations": 1, "links": 1}
    assert await seats_and_waiting(db, event) == (3, 1)
    assert await statuses(db, event) == {"": "confirmed", "bob@people.example": "waiting"}


async def test_others_hear_of_it_once(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "olena@people.example")

    for _ in range(2):
        await erase_registrations(db, [reply.registration_id], now=NOW)

    assert [fact.registration_id for fact in await told(db, RegistrationErased)] == [reply.registration_id]


async def test_their_links_open_nothing(db: Connection) -> None:
    event = await an_open_event(db)
    reply = await signed_up(db, event, "olena@people.example")
    [confirmed] = await told(db, RegistrationConfirmed)
    digest = digest_of(confirmed.link.rpartition("/")[2])
    assert await access_links.find_person(db, digest)

    await erase_registrations(db, [reply.registration_id], now=NOW)

    assert await access_links.find_person(db, digest) is None


async def test_whoever_signs_up_again_with_the_address_is_somebody_new(db: Connection) -> None:
    event = await an_open_event(db)
    first = await signed_up(db, event, "olena@people.example")
    await erase_registrations(db, [first.registration_id], now=NOW)

    second = await signed_up(db, event, "olena@people.example")

    assert second.registration_id != first.registration_id
    assert (await seats_and_waiting(db, event))[0] == 2


async def test_an_unknown_registration_is_nobody(db: Connection) -> None:
    assert await erase_registrations(db, [UUID(int=7)], now=NOW) == {"registrations": 0, "links": 0}
    assert await told(db, RegistrationErased) == []
