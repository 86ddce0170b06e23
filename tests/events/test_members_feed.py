"""A member's private calendar: internal events are in it, and it ends at once when it should."""

import re
from uuid import UUID

import httpx
import icalendar
import pytest
from litestar import Litestar

from services.events.app import create_app
from services.events.commands.remove_member import remove_member
from services.events.settings import Settings
from shared.database import Pool
from shared.messages.event_details import Audience, Conference
from tests.answering import answering
from tests.events.calendar_in_memory import an_event, put
from tests.events.given import BASE_URL, Partner, a_colleague, a_partner, session_of

ADDRESS = re.compile(rf"{BASE_URL}(/members/[\w-]{{43}}\.ics)")


@pytest.fixture
def member(partner: Partner, loaded: Settings) -> dict[str, str]:
    return session_of(partner, loaded)


async def new_address(web: httpx.AsyncClient, member: dict[str, str]) -> str:
    shown = await web.post("/portal/feed", headers=member)
    assert shown.headers["cache-control"] == "no-store"
    found = ADDRESS.search(shown.text)
    assert found
    return found[1]


async def test_it_holds_internal_events_and_all_public_ones_but_no_pass_codes(
    app: Litestar, web: httpx.AsyncClient, member: dict[str, str]
) -> None:
    secret = Conference(url="https://meet.witten.example/linde-7", pass_code="linde-7")
    put(
        app,
        an_event("fest", title="Fest"),
        an_event("intern", title="Teamtreffen", audience=Audience.INTERNAL, online=True, conference=secret),
    )

    private = await web.get(await new_address(web, member))
    public = await web.get("/calendar.ics")

    def titles(answer: httpx.Response) -> set[str]:
        return {str(entry["summary"]) for entry in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}

    assert titles(private) == {"Fest", "Teamtreffen"}
    assert titles(public) == {"Fest"}
    assert b"linde-7" not in private.content
    for address in ("/events.atom", "/events.json", "/sitemap.xml", "/embed/events", "/embed/events.html"):
        assert "Teamtreffen" not in (await web.get(address)).text


async def test_nobody_else_may_keep_it_find_it_or_learn_its_address(
    app: Litestar, web: httpx.AsyncClient, member: dict[str, str]
) -> None:
    put(app, an_event())
    address = await new_address(web, member)

    answer = await web.get(address)

    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token.encode() not in answer.content
    assert token not in str(answer.headers)
    assert (await web.get(address, headers={"If-None-Match": answer.headers["etag"]})).status_code == 304


async def test_the_address_is_shown_once_and_only_its_digest_is_kept(
    web: httpx.AsyncClient, pool: Pool, member: dict[str, str]
) -> None:
    token = (await new_address(web, member)).rpartition("/")[2].removesuffix(".ics")

    again = await web.get("/portal/feed", headers=member)

    assert 'action="/portal/feed/revocation"' in again.text
    assert token not in again.text
    assert token not in str(await pool.fetch("SELECT * FROM feed_tokens"))


async def test_a_new_address_ends_the_old_one_and_revoking_ends_both_on_every_replica(
    app: Litestar, web: httpx.AsyncClient, loaded: Settings, member: dict[str, str]
) -> None:
    other = create_app(loaded)
    put(app, an_event())
    async with answering(other, BASE_URL) as replica:
        put(other, an_event())

        async def statuses(address: str) -> list[int]:
            return [(await each.get(address)).status_code for each in (web, replica)]

        first = await new_address(web, member)
        assert await statuses(first) == [200, 200]
        second = await new_address(web, member)
        assert (await statuses(first), await statuses(second)) == ([404, 404], [200, 200])
        revoked = await web.post("/portal/feed/revocation", headers=member)
        assert (revoked.status_code, revoked.headers["location"]) == (303, "/portal/feed")
        assert await statuses(second) == [404, 404]


async def test_it_ends_when_the_member_is_removed(
    app: Litestar, web: httpx.AsyncClient, pool: Pool, partner: Partner, member: dict[str, str]
) -> None:
    put(app, an_event())
    address = await new_address(web, member)
    async with pool.acquire() as db, db.transaction():
        await a_colleague(db, partner)
        await remove_member(db, partner.member_id)

    assert (await web.get(address)).status_code == 404


@pytest.mark.parametrize("file", ["unknown.ics", "unknown", ".ics", "%00.ics", "a" * 5000 + ".ics"])
async def test_a_wrong_address_is_not_there(app: Litestar, web: httpx.AsyncClient, file: str) -> None:
    put(app)

    assert (await web.get(f"/members/{file}")).status_code == 404


async def test_each_member_has_one_of_their_own(
    app: Litestar, web: httpx.AsyncClient, pool: Pool, loaded: Settings, member: dict[str, str]
) -> None:
    put(app, an_event(id=UUID(int=9)))
    async with pool.acquire() as db, db.transaction():
        other = session_of(await a_partner(db, "awo-en"), loaded)
    address, others = await new_address(web, member), await new_address(web, other)

    await web.post("/portal/feed/revocation", headers=other)

    assert ((await web.get(address)).status_code, (await web.get(others)).status_code) == (200, 404)
