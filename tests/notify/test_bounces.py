"""An address that mail does not reach gets nothing more, however it is spelled."""

from datetime import UTC, datetime

import msgspec
import pytest

from services.notify.commands.mark_bounced import mark_bounced
from services.notify.domain.address_key import address_key
from services.notify.settings import Settings
from services.notify.tables import bounced_addresses
from shared.database import Connection
from shared.messages.notify import AddressBounced, MailState
from shared.messages.registration import RegistrationConfirmed, RegistrationErased
from tests.notify.given import a_login, a_registration, a_series, an_event, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.test_bookings import booked

NOW = datetime(2027, 5, 31, 18, 30, tzinfo=UTC)
SAID = "550 5.1.1 <grace@people.example> is not known here"


async def bounce_first(db: Connection) -> None:
    [mail_id, *_] = [row["id"] for row in await db.fetch("SELECT id FROM mails ORDER BY id")]
    await mark_bounced(db, mail_id, answer=SAID, now=NOW)


async def told(db: Connection) -> list[AddressBounced]:
    bodies = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'notify.address_bounced.%' ORDER BY id")
    return [msgspec.json.decode(row["body"], type=AddressBounced) for row in bodies]


@pytest.mark.parametrize("spelling", ["Ada@AWO.example", " ada@awo.example", "ADA@awo.EXAMPLE", "ada@awo.example"])
def test_the_same_address_has_one_key(spelling: str) -> None:
    assert address_key(spelling) == "ada@awo.example"


def test_an_address_in_another_script_has_one_key() -> None:
    keys = {address_key(each) for each in ("J\u00fcrgen@m\u00fcller.example", "ju\u0308rgen@XN--mller-kva.example")}

    assert keys == {"j\u00fcrgen@xn--mller-kva.example"}


async def test_an_address_that_bounced_gets_nothing_more_in_any_spelling(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_login(email="grace@people.example"))
    await send_all(db, settings)
    await bounce_first(db)

    await hear(db, settings, a_login(email="Grace@PEOPLE.example"), a_login(email="ada@people.example"))

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SENT]
    assert (await rows(db))[1]["last_answer"] == "Mail does not reach this address."
    assert postmaster.recipients == ["grace@people.example", "ada@people.example"]


async def test_each_registration_of_the_address_is_told_of_once_and_without_the_address(
    db: Connection, settings: Settings
) -> None:
    event, series = an_event(), a_series()
    one, other = a_registration(event_id=event.id), a_registration(event_id=event.id, email="ada@people.example")
    dates = [booked(series, number, RegistrationConfirmed) for number in range(2)]
    await hear(db, settings, event, series, one, other, *dates)

    await bounce_first(db)
    await bounce_first(db)

    assert {fact.registration_id for fact in await told(db)} == {
        one.registration_id,
        *(fact.registration_id for fact in dates),
    }
    assert [(fact.reason, fact.bounced_at) for fact in await told(db)] == [("550 5.1.1 … is not known here", NOW)] * 3


async def test_who_is_forgotten_has_no_address_that_bounced(db: Connection, settings: Settings) -> None:
    event = an_event()
    one, other = a_registration(event_id=event.id), a_registration(event_id=event.id)
    await hear(db, settings, event, one, other)
    await bounce_first(db)

    await hear(db, settings, RegistrationErased(registration_id=one.registration_id))
    assert len(await bounced_addresses.list_newest(db, limit=10)) == 1
    await hear(db, settings, RegistrationErased(registration_id=other.registration_id))
    assert await bounced_addresses.list_newest(db, limit=10) == []
