"""How to join online is for those who have a place, and for nobody else."""

import httpx
import pytest

from shared.database import Pool
from shared.messages.event_details import Conference, Place
from shared.messages.events import EventState, EventStatus
from shared.messages.registration import RegistrationConfirmed, RegistrationWaiting
from tests.registration.given import BASE_URL, an_open_event, changed, heard, signed_up, told

CONFERENCE = Conference(
    url="https://meet.witten.example/kim", meeting_id="812 555 01", pass_code="linde-7", dial_in="+49 2302 5550 1"
)
SECRETS = (CONFERENCE.url, CONFERENCE.meeting_id, CONFERENCE.pass_code, CONFERENCE.dial_in)


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """For one, with ada on it and bob waiting."""
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, capacity=1, online=True, join_details="", conference=CONFERENCE)
        await signed_up(db, event, "ada@a.example")
        await signed_up(db, event, "bob@a.example")
        return event


@pytest.fixture
async def link(pool: Pool, event: EventState) -> str:
    async with pool.acquire() as db:
        [confirmed] = await told(db, RegistrationConfirmed)
    return confirmed.link.removeprefix(BASE_URL)


def secrets_in(page: httpx.Response) -> list[str]:
    return [secret for secret in SECRETS if secret in page.text]


async def test_who_has_a_place_sees_how_to_join(web: httpx.AsyncClient, link: str) -> None:
    shown = await web.get(link)

    assert secrets_in(shown) == list(SECRETS)
    assert f'href="{CONFERENCE.url}"' in shown.text


async def test_what_has_no_door_needs_no_code_for_it(web: httpx.AsyncClient, pool: Pool, link: str) -> None:
    assert "QR code" not in (await web.get(link)).text

    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, online=True, join_details="", place=Place(name="Rathaus"))
        await signed_up(db, event, "cem@c.example")
        at_a_place = (await told(db, RegistrationConfirmed))[-1].link.removeprefix(BASE_URL)

    shown = (await web.get(at_a_place)).text
    assert "QR code" in shown
    assert "The organiser has not told us yet" in shown


async def test_who_waits_or_has_cancelled_does_not(
    web: httpx.AsyncClient, event: EventState, pool: Pool, link: str
) -> None:
    async with pool.acquire() as db:
        [waiting] = await told(db, RegistrationWaiting)
    assert secrets_in(await web.get(waiting.link.removeprefix(BASE_URL))) == []

    await web.post(f"{link}/cancellation")
    assert secrets_in(await web.get(link)) == []
    assert secrets_in(await web.get(waiting.link.removeprefix(BASE_URL))) == [], "it is only offered yet"
    await web.post(f"{waiting.link.removeprefix(BASE_URL)}/acceptance")
    assert secrets_in(await web.get(waiting.link.removeprefix(BASE_URL))) == list(SECRETS)


async def test_the_page_to_sign_up_tells_nothing(web: httpx.AsyncClient, event: EventState) -> None:
    for address in (f"/register/{event.slug}", f"/register/{event.slug}/received?status=confirmed"):
        assert secrets_in(await web.get(address)) == []


async def test_what_is_cancelled_cannot_be_joined(
    web: httpx.AsyncClient, event: EventState, pool: Pool, link: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, status=EventStatus.CANCELLED))

    assert secrets_in(await web.get(link)) == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " JavaScript:alert(1)", "https:", "http://[x"]
)
async def test_only_the_address_of_a_web_page_becomes_a_link(
    web: httpx.AsyncClient, event: EventState, pool: Pool, link: str, url: str
) -> None:
    async with pool.acquire() as db, db.transaction():
        await heard(db, changed(event, conference=Conference(url=url), join_details=f"Here: {url}"))

    shown = (await web.get(link)).text

    assert "How to join online" in shown
    assert f'href="{url.strip()}' not in shown
    assert 'href="javascript' not in shown.lower()
