"""People give their places to somebody else, on a page with a form."""

import httpx

from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RegistrationPassedOn
from tests.registration.given import BASE_URL, statuses, told
from tests.registration.own_calendar import ADA

BOB = {"name": "Bob", "email": "bob@people.example", "language": "uk", "consent": "on"}


async def test_the_other_person_has_the_places_and_the_old_link_opens_nothing(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    done = await web.post(f"{link}/pass-on", data=BOB)

    assert done.status_code == 200
    assert "Bob" in done.text
    assert (await web.get(link)).status_code == 404
    async with pool.acquire() as db:
        assert await statuses(db, event) == {"bob@people.example": "confirmed"}
        [fact] = await told(db, RegistrationPassedOn)
    assert (await web.get(fact.link.removeprefix(BASE_URL))).status_code == 200


async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    shown = await web.post(f"{link}/pass-on", data={"name": "Bob", "email": "bob", "language": "uk"})

    assert shown.status_code == 422
    assert "This does not look like a mail address." in shown.text
    assert "We may only store your details if you agree." in shown.text
    assert 'value="Bob"' in shown.text
    async with pool.acquire() as db:
        assert await statuses(db, event) == {ADA: "confirmed"}


async def test_what_has_ended_cannot_be_passed_on(web: httpx.AsyncClient, link: str) -> None:
    await web.post(f"{link}/cancellation")

    answer = await web.post(f"{link}/pass-on", data=BOB)

    assert answer.status_code == 409
    assert "This registration has ended" in answer.text


async def test_looking_at_the_form_changes_nothing(
    web: httpx.AsyncClient, pool: Pool, event: EventState, link: str
) -> None:
    assert (await web.get(f"{link}/pass-on")).status_code == 200

    async with pool.acquire() as db:
        assert await statuses(db, event) == {ADA: "confirmed"}
