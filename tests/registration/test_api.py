"""The API as programs meet it."""

from typing import Any
from uuid import uuid4

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
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)

OWN = {"Authorization": "Bearer own-token"}
FOREIGN = {"Authorization": "Bearer foreign-token"}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """An event for three, and two organisations with a token each."""
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_organisation(token="own-token"))
        await copies.keep(db, an_organisation(FOREIGN_ORGANISATION, token="foreign-token"))
        return await an_open_event(db, capacity=3)


def a_body(event: EventState, **changes: Any) -> dict[str, Any]:
    usual = {
        "event_id": str(event.id),
        "name": "Олена Коваль",
        "email": "olena@a.example",
        "party_size": 2,
        "language": "uk",
        "consent": True,
    }
    return usual | changes


async def test_a_party_registers_and_the_next_one_waits(web: httpx.AsyncClient, event: EventState) -> None:
    first = await web.post("/api/registrations", json=a_body(event))
    second = await web.post("/api/registrations", json=a_body(event, email="bob@a.example"))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == {"id": first.json()["id"], "status": "confirmed"}
    assert second.json() == {"id": second.json()["id"], "status": "waiting", "waiting_position": 1}


async def test_the_same_key_and_body_have_one_effect(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    headers = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first, again = [await web.post("/api/registrations", json=a_body(event), headers=headers) for _ in range(2)]
    other = await web.post("/api/registrations", json=a_body(event, email="b@a.example", party_size=1), headers=headers)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (other.status_code, [error["field"] for error in other.json()["errors"]]) == (422, ["Idempotency-Key"])
    async with pool.acquire() as db:
        assert await seats_and_waiting(db, event) == (2, 0)
        assert await db.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'registration.repeated.%'") == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party_size": 0}, "party_size"),
        ({"party_size": 500}, "party_size"),
        ({"party_size": 4}, "party_size"),
        ({"party_size": "2"}, "party_size"),
        ({"email": "olena@a.example\nBcc: all@a.example"}, "email"),
        ({"email": "olena"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "<script>alert(1)</script>"}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"phone": "1" * 41}, "phone"),
        ({"language": "tlh"}, "language"),
        ({"consent": False}, "consent"),
        ({"consent": None}, "consent"),
        ({"event_id": "sprachcafe"}, "event_id"),
        ({"starts_at": "2026-02-31T10:00"}, "starts_at"),
        ({"starts_at": "2026-02-28T10:00"}, "starts_at"),
        ({"seats": 3}, "seats"),
    ],
)
async def test_bad_input_is_answered_with_a_problem_that_names_the_field(
    web: httpx.AsyncClient, event: EventState, changes: dict[str, Any], field: str
) -> None:
    answer = await web.post("/api/registrations", json=a_body(event, **changes))

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("body", [b"{broken", b"[]", b"", b'{"name": "\xff"}'])
async def test_what_cannot_be_read_is_a_bad_request(web: httpx.AsyncClient, event: EventState, body: bytes) -> None:
    answer = await web.post("/api/registrations", content=body)

    assert (answer.status_code, answer.json()["type"]) == (400, "bad-request")


async def test_a_key_longer_than_a_line_is_refused(web: httpx.AsyncClient, event: EventState) -> None:
    answer = await web.post("/api/registrations", json=a_body(event), headers={"Idempotency-Key": "x" * 300})

    assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]


async def test_an_unknown_event_is_not_there(web: httpx.AsyncClient, event: EventState) -> None:
    answer = await web.post("/api/registrations", json=a_body(event, event_id=str(uuid4())))

    assert answer.status_code == 404


async def test_an_organisation_pages_through_its_registrations(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        for number in range(101):
            await signed_up(db, event, f"{number}@a.example")

    address = f"/api/registrations?event_id={event.id}"
    first = (await web.get(address, headers=OWN)).json()
    rest = (await web.get(f"{address}&cursor={first['next_cursor']}", headers=OWN)).json()

    emails = [item["email"] for item in first["items"] + rest["items"]]
    assert emails == [f"{number}@a.example" for number in range(101)]
    assert rest["next_cursor"] is None


async def test_lists_need_a_token_and_an_event_of_ones_own(web: httpx.AsyncClient, event: EventState) -> None:
    address = f"/api/registrations?event_id={event.id}"

    assert (await web.get(address)).status_code == 401
    assert (await web.get(address, headers=FOREIGN)).status_code == 404
    assert (await web.get(f"/api/registrations?event_id={uuid4()}", headers=OWN)).status_code == 404
    wrong = await web.get("/api/registrations?event_id=x&cursor=-1", headers=OWN)
    assert [error["field"] for error in wrong.json()["errors"]] == ["event_id", "cursor"]


async def test_an_organisation_cancels_its_own_registrations_only(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    registered = (await web.post("/api/registrations", json=a_body(event))).json()
    address = f"/api/registrations/{registered['id']}/cancellation"

    assert (await web.post(address)).status_code == 401
    assert (await web.post(address, headers=FOREIGN)).status_code == 404
    for _ in range(2):
        cancelled = await web.post(address, headers=OWN)
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")

    assert (await web.post(f"/api/registrations/{uuid4()}/cancellation", headers=OWN)).status_code == 404
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"olena@a.example": "cancelled"}
        assert len(await told(db, RegistrationCancelled)) == 1


async def test_the_api_documents_its_body_and_its_key(web: httpx.AsyncClient) -> None:
    document = (await web.get("/api/registrations/openapi.json")).json()

    post = document["paths"]["/api/registrations"]["post"]
    assert document["openapi"].startswith("3.1")
    assert "party_size" in post["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert [parameter["name"] for parameter in post["parameters"]] == ["Idempotency-Key"]
