"""What an organisation's own website does with registrations, for people without mail above all."""

from uuid import UUID

import httpx
import pytest

from shared import copies
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationCancelled
from tests.registration.given import (
    FOREIGN_ORGANISATION,
    an_open_event,
    an_organisation,
    signed_up,
    statuses,
    told,
)

OWN = {"Authorization": "Bearer own-token"}
FOREIGN = {"Authorization": "Bearer foreign-token"}
API = "/api/registrations"


@pytest.fixture
async def events(pool: Pool) -> list[EventState]:
    """Two for three, and two organisations with a token each."""
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation(token="own-token"))
        await copies.keep(db, an_organisation(FOREIGN_ORGANISATION, token="foreign-token"))
        return [await an_open_event(db, capacity=3) for _ in range(2)]


@pytest.fixture
async def ada(pool: Pool, events: list[EventState]) -> UUID:
    """Two people have places, and two more wait."""
    async with pool.acquire() as db, db.transaction():
        reply = await signed_up(db, events[0], "ada@a.example", 2)
        await signed_up(db, events[0], "bob@a.example", 2)
        return reply.registration_id


async def of(pool: Pool, email: str) -> UUID:
    async with pool.acquire() as db:
        found = await db.fetchval("SELECT id FROM registrations WHERE email = $1", email)
    assert isinstance(found, UUID)
    return found


async def test_a_registration_is_changed_and_what_is_not_named_stays(web: httpx.AsyncClient, ada: UUID) -> None:
    changed = await web.patch(f"{API}/{ada}", json={"party_size": 3, "phone": "+49 2302 1234"}, headers=OWN)

    assert changed.status_code == 200
    assert (changed.json()["party_size"], changed.json()["name"], changed.json()["status"]) == (3, "Ada", "confirmed")


@pytest.mark.parametrize(
    ("body", "problem", "field"),
    [
        ({"party_size": 0}, "invalid", "party_size"),
        ({"party_size": 21}, "invalid", "party_size"),
        ({"party_size": 4}, "invalid", "party_size"),
        ({"email": "nobody"}, "invalid", "email"),
        ({"email": "bob@a.example"}, "invalid", "email"),
        ({"status": "confirmed"}, "invalid", "status"),
        ({"attendees": [""]}, "invalid", "attendees"),
        ({"answers": {"made-up": "yes"}}, "invalid", "answers.made-up"),
        ({"phone": "call me"}, "invalid", "phone"),
    ],
)
async def test_a_change_that_cannot_be_names_its_field(
    web: httpx.AsyncClient, ada: UUID, body: dict[str, object], problem: str, field: str
) -> None:
    refused = await web.patch(f"{API}/{ada}", json=body, headers=OWN)

    assert (refused.status_code, refused.json()["type"]) == (422, problem)
    assert [error["field"] for error in refused.json()["errors"]] == [field]


async def test_too_many_people_hear_how_many_places_are_left(
    web: httpx.AsyncClient, pool: Pool, events: list[EventState], ada: UUID
) -> None:
    async with pool.acquire() as db, db.transaction():
        await signed_up(db, events[0], "eve@a.example", 1)

    refused = await web.patch(f"{API}/{ada}", json={"party_size": 3}, headers=OWN)

    assert (refused.status_code, refused.json()["type"]) == (422, "not-enough-places")
    assert refused.json()["errors"] == [{"field": "party_size", "detail": "Not enough places are left: 0."}]


async def test_a_registration_is_cancelled_with_a_reason_or_without(
    web: httpx.AsyncClient, pool: Pool, ada: UUID
) -> None:
    first = await web.post(f"{API}/{ada}/cancellation", json={"reason": "The room is too small."}, headers=OWN)
    second = await web.post(f"{API}/{await of(pool, 'bob@a.example')}/cancellation", headers=OWN)

    assert [each.json()["status"] for each in (first, second)] == ["cancelled", "cancelled"]
    async with pool.acquire() as db:
        facts = await told(db, RegistrationCancelled)
    assert [(fact.reason, fact.by_organiser) for fact in facts] == [("The room is too small.", True), ("", True)]


async def test_an_offer_is_accepted_for_people_and_twice_is_once(
    web: httpx.AsyncClient, pool: Pool, events: list[EventState], ada: UUID
) -> None:
    await web.post(f"{API}/{ada}/cancellation", headers=OWN)
    bob = await of(pool, "bob@a.example")

    answers = [await web.post(f"{API}/{bob}/acceptance", headers=OWN) for _ in range(2)]

    assert [(each.status_code, each.json()["status"]) for each in answers] == [(200, "confirmed")] * 2


async def test_an_offer_is_declined_for_people(web: httpx.AsyncClient, pool: Pool, ada: UUID) -> None:
    bob = await of(pool, "bob@a.example")
    early = await web.post(f"{API}/{bob}/refusal", headers=OWN)
    assert (early.status_code, early.json()["type"]) == (409, "nothing-offered")
    await web.post(f"{API}/{ada}/cancellation", headers=OWN)

    declined = await web.post(f"{API}/{bob}/refusal", headers=OWN)

    assert declined.json()["status"] == "cancelled"


async def test_an_offer_accepted_too_late_is_a_problem(web: httpx.AsyncClient, pool: Pool, ada: UUID) -> None:
    await web.post(f"{API}/{ada}/cancellation", headers=OWN)
    async with pool.acquire() as db:
        await db.execute("UPDATE registrations SET held_until = now() - interval '1 second' WHERE status = 'offered'")

    late = await web.post(f"{API}/{await of(pool, 'bob@a.example')}/acceptance", headers=OWN)

    assert (late.status_code, late.json()["type"]) == (409, "offer-expired")


async def test_a_registration_is_moved_to_another_date(
    web: httpx.AsyncClient, pool: Pool, events: list[EventState], ada: UUID
) -> None:
    there = events[1].occurrences[0].id

    moved = await web.post(f"{API}/{ada}/transfer", json={"roster_id": str(there)}, headers=OWN)

    assert (moved.json()["occurrence_id"], moved.json()["event_id"]) == (str(there), str(events[1].id))
    async with pool.acquire() as db:
        assert await statuses(db, events[0]) == {"bob@a.example": "offered"}
        assert await statuses(db, events[1]) == {"ada@a.example": "confirmed"}


@pytest.mark.parametrize("deed", ["cancellation", "transfer", "acceptance", "refusal"])
async def test_what_belongs_to_another_organisation_is_not_there(
    web: httpx.AsyncClient, events: list[EventState], ada: UUID, deed: str
) -> None:
    body = {"roster_id": str(events[1].occurrences[0].id)} if deed == "transfer" else {}

    assert (await web.post(f"{API}/{ada}/{deed}", json=body, headers=FOREIGN)).status_code == 404
    assert (await web.patch(f"{API}/{ada}", json={"name": "Eve"}, headers=FOREIGN)).status_code == 404
    assert (await web.post(f"{API}/{ada}/{deed}", json=body)).status_code == 401
