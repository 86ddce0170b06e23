"""What comes back by mail: addresses that mails do not reach are shown, and who declines in a calendar is cancelled."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace

from services.registration.commands.pass_on import pass_on
from services.registration.consumers.address_bounced import keep_bounce
from services.registration.consumers.invitation_declined import cancel_declined
from services.registration.consumers.mail_recorded import keep_mail
from services.registration.domain.changes import PassOn
from services.registration.domain.registration import Registration
from services.registration.tables import registrations
from shared.database import Connection, Pool
from shared.messages.notify import AddressBounced, InvitationDeclined, MailState
from shared.messages.registration import RegistrationCancelled, RegistrationStatus
from tests.registration.given import BASE_URL, NOON, an_open_event, signed_up, told
from tests.registration.sessions import callers_of
from tests.registration.test_history import a_mail, deeds

SAID = "550 5.1.1 No such mailbox here"
TOMORROW = NOON + timedelta(days=1)


async def bounced(db: Connection, registration: Registration) -> Registration:
    await keep_bounce(db, AddressBounced(registration_id=registration.id, reason=SAID, bounced_at=TOMORROW))
    return await current(db, registration)


async def current(db: Connection, registration: Registration) -> Registration:
    found = await registrations.find(db, registration.id)
    assert found is not None
    return found


async def declined(db: Connection, registration: Registration) -> Registration:
    fact = InvitationDeclined(registration_id=registration.id, declined_at=NOON)
    await cancel_declined(db, fact, base_url=BASE_URL)
    return await current(db, registration)


@pytest.fixture
async def ada(db: Connection) -> Registration:
    event = await an_open_event(db, capacity=1)
    reply = await signed_up(db, event, "ada@people.example")
    await signed_up(db, event, "bob@people.example")
    found = await registrations.find(db, reply.registration_id)
    assert found is not None
    return found


async def test_an_address_that_mails_do_not_reach_is_marked_and_its_history_says_so(
    db: Connection, ada: Registration
) -> None:
    for _ in range(2):
        marked = await bounced(db, ada)

    assert (marked.bounced_at, marked.bounce_reason) == (TOMORROW, SAID)
    assert await deeds(db, ada.id) == [
        ("They themselves", "Signed up, got places · People: 1"),
        ("The calendar itself", "Mails do not arrive"),
    ]


async def test_another_address_is_not_marked(db: Connection, ada: Registration) -> None:
    marked = await bounced(db, ada)

    await registrations.keep(db, replace(marked, phone="+4923021234"))
    assert (await current(db, ada)).bounced_at == TOMORROW

    await registrations.keep(db, replace(marked, email="ada@new.example", phone="+4923021234"))
    assert (await current(db, ada)).bounced_at is None
    assert (await current(db, ada)).bounce_reason == ""
    assert (await deeds(db, ada.id))[-1][1] == "Sign-up changed · Mail address"


async def test_a_late_word_about_those_who_have_passed_it_on_marks_nobody(db: Connection, ada: Registration) -> None:
    await pass_on(
        db, ada.id, PassOn(name="Eve", email="eve@people.example", language="de", consent=True), base_url=BASE_URL
    )

    yesterday = AddressBounced(registration_id=ada.id, reason=SAID, bounced_at=NOON - timedelta(days=1))
    await keep_bounce(db, yesterday)

    assert (await current(db, ada)).bounced_at is None


async def test_once_a_mail_goes_out_again_the_address_is_not_marked_any_more(db: Connection, ada: Registration) -> None:
    await bounced(db, ada)

    before, after = TOMORROW - timedelta(hours=1), TOMORROW + timedelta(hours=1)
    await keep_mail(db, replace(a_mail(ada.id), mail_id=uuid4(), recorded_at=before))
    await keep_mail(db, replace(a_mail(ada.id, MailState.SKIPPED), mail_id=uuid4(), recorded_at=after))
    assert (await current(db, ada)).bounced_at == TOMORROW

    await keep_mail(db, replace(a_mail(ada.id), recorded_at=after))
    assert (await current(db, ada)).bounced_at is None
    assert "Mails arrive again" in [deed for _, deed in await deeds(db, ada.id)]


async def test_nobody_who_is_forgotten_or_unknown_is_marked(db: Connection, ada: Registration) -> None:
    await registrations.erase(db, [ada.id], now=NOON)

    assert (await bounced(db, ada)).bounced_at is None
    await keep_bounce(db, AddressBounced(registration_id=uuid4(), reason=SAID, bounced_at=NOON))


async def test_who_declines_in_a_calendar_is_cancelled_once_and_the_next_gets_the_place(
    db: Connection, ada: Registration
) -> None:
    for _ in range(2):
        after = await declined(db, ada)

    assert after.status is RegistrationStatus.CANCELLED
    [fact] = await told(db, RegistrationCancelled)
    assert (fact.registration_id, fact.by_organiser) == (ada.id, False)
    assert await deeds(db, ada.id) == [
        ("They themselves", "Signed up, got places · People: 1"),
        ("They themselves", "Declined in their calendar"),
    ]
    [next_in_line] = await db.fetch("SELECT status FROM registrations WHERE email = 'bob@people.example'")
    assert next_in_line["status"] == "offered"


async def test_the_one_who_is_offered_the_place_has_declined_nothing(db: Connection, ada: Registration) -> None:
    await declined(db, ada)

    bob = await db.fetchval("SELECT id FROM registrations WHERE email = 'bob@people.example'")
    assert (await deeds(db, bob))[-1][1].startswith("Places offered")


@pytest.mark.parametrize("status", ["attended", "missed"])
async def test_who_was_there_cannot_decline_any_more(db: Connection, ada: Registration, status: str) -> None:
    await db.execute("UPDATE registrations SET status = $2 WHERE id = $1", ada.id, status)

    assert (await declined(db, ada)).status == status


async def test_nothing_happens_to_who_is_forgotten_or_unknown(db: Connection, ada: Registration) -> None:
    await registrations.erase(db, [ada.id], now=NOON)

    assert (await declined(db, ada)).status is RegistrationStatus.CONFIRMED
    await cancel_declined(db, InvitationDeclined(registration_id=uuid4(), declined_at=NOON), base_url=BASE_URL)


async def test_the_organisation_sees_it_on_the_list_and_on_the_party_s_page(
    web: httpx.AsyncClient, pool: Pool, environment: dict[str, str]
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db)
        first, second = [await signed_up(db, event, f"{name}@people.example") for name in ("ada", "bob")]
        bounced_fact = AddressBounced(registration_id=first.registration_id, reason="550 <no>", bounced_at=NOON)
        await keep_bounce(db, bounced_fact)
    own = (await callers_of(pool, environment)).own

    listed = (await web.get(f"/portal/rosters/{event.id}", headers=own)).text
    page = (await web.get(f"/portal/rosters/registrations/{first.registration_id}", headers=own)).text
    other = (await web.get(f"/portal/rosters/registrations/{second.registration_id}", headers=own)).text

    assert listed.count("Mails do not arrive") == 1
    assert "550 &lt;no&gt;" in page
    assert "Mails do not arrive" not in other
