"""Somebody who signed up for an event wants all of theirs deleted: what we were told of them goes, members stay."""

from uuid import uuid4

from services.events.commands.erase_person import erase_person
from services.events.commands.invite_member import invite_member
from services.events.commands.refuse_application import refuse_application
from services.events.domain.membership import InvitationFields
from shared import dead_letters
from shared.database import Connection
from shared.messages.events import Role
from shared.messages.events_facts import EventsErasureDone
from shared.messages.registration import ErasureRequested
from tests.events.given import BASE_URL, a_partner
from tests.events.network import said
from tests.events.test_applications import an_application

NINA = "nina@bruecke.example"


def a_request(email: str = NINA.upper()) -> ErasureRequested:
    return ErasureRequested(erasure_id=uuid4(), email=email, registration_ids=[])


async def test_answered_applications_are_forgotten_and_those_that_wait_stay(db: Connection) -> None:
    answered = await an_application(db)
    await refuse_application(db, answered, note="")
    waiting = await an_application(db)
    request = a_request()

    await erase_person(db, request)

    assert await db.fetchval("SELECT array_agg(id) FROM applications") == [waiting]
    [done] = await said(db, EventsErasureDone)
    assert done.erasure_id == request.erasure_id
    assert done.counts == {"applications": 1, "invitations": 0}
    assert done.forgotten_ids == [answered]


async def test_an_invitation_that_is_over_is_forgotten_and_an_open_one_stays(db: Connection) -> None:
    partner = await a_partner(db)
    asked = InvitationFields(name="Nina", email=NINA, language="de", role=Role.MEMBER)
    await invite_member(db, asked, organisation_id=partner.id, inviter_name="Ada", base_url=BASE_URL)
    await erase_person(db, a_request())
    assert await db.fetchval("SELECT count(*) FROM invitations") == 1

    await db.execute("UPDATE invitations SET expires_at = now() - interval '1 minute'")
    await erase_person(db, a_request())

    assert await db.fetchval("SELECT count(*) FROM invitations") == 0


async def test_members_stay(db: Connection) -> None:
    await a_partner(db)
    email = await db.fetchval("SELECT email FROM members")

    await erase_person(db, a_request(email))

    assert await db.fetchval("SELECT email FROM members") == email


async def test_a_request_that_could_not_be_handled_at_first_is_not_kept(db: Connection) -> None:
    request = a_request()
    await dead_letters.insert(
        db,
        consumer="events-erasure-requested",
        subject=request.subject,
        headers={},
        body=b"nina",
        reason="",
        delivery_count=8,
    )

    await erase_person(db, request)

    assert await dead_letters.count_waiting(db) == 0


async def test_without_an_address_nothing_is_looked_for(db: Connection) -> None:
    await refuse_application(db, await an_application(db), note="")

    await erase_person(db, a_request(""))

    assert await db.fetchval("SELECT count(*) FROM applications") == 1
