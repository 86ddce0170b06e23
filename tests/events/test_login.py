"""Members log in by a link from a mail; nobody else does."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest

from services.events.commands.log_in import LinkUsedUp, log_in
from services.events.commands.remove_member import remove_member
from services.events.commands.request_login import MOST_OPEN_LINKS, request_login
from services.events.settings import Settings
from services.events.tables import members
from shared.database import Connection, Pool
from shared.messages import decode
from shared.messages.events_facts import LoginRequested
from shared.sessions import member_of
from tests.events.given import BASE_URL, a_colleague, a_partner


async def links(db: Connection) -> list[LoginRequested]:
    rows = await db.fetch("SELECT body FROM outbox WHERE subject LIKE 'events.login_requested.%' ORDER BY id")
    return [decode(row["body"], LoginRequested) for row in rows]


async def a_token(db: Connection, email: str) -> str:
    await request_login(db, email, base_url=BASE_URL)
    return (await links(db))[-1].link.rpartition("/")[2]


async def test_the_link_logs_its_member_in_once(db: Connection, loaded: Settings) -> None:
    partner = await a_partner(db)
    token = await a_token(db, partner.email.upper())

    session = await log_in(db, token, private_key=loaded.session_private_key)

    assert member_of(session, public_key=loaded.session_public_key) == partner.member_id
    with pytest.raises(LinkUsedUp):
        await log_in(db, token, private_key=loaded.session_private_key)


async def test_a_link_ends_after_a_quarter_of_an_hour(db: Connection, loaded: Settings) -> None:
    partner = await a_partner(db)
    token = await a_token(db, partner.email)
    [asked] = await links(db)
    assert timedelta(minutes=14) < asked.expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    await db.execute("UPDATE login_links SET expires_at = now() - interval '1 second'")

    with pytest.raises(LinkUsedUp):
        await log_in(db, token, private_key=loaded.session_private_key)


async def test_the_token_itself_is_not_stored(db: Connection) -> None:
    partner = await a_partner(db)
    token = await a_token(db, partner.email)

    assert token not in str(await db.fetch("SELECT digest, member_id FROM login_links"))


async def test_an_unknown_address_gets_no_mail(db: Connection) -> None:
    await request_login(db, "nobody@witten.example", base_url=BASE_URL)

    assert await links(db) == []


async def test_asking_again_and_again_does_not_fill_a_mailbox(db: Connection) -> None:
    partner = await a_partner(db)
    for _ in range(MOST_OPEN_LINKS + 3):
        await request_login(db, partner.email, base_url=BASE_URL)

    assert len(await links(db)) == MOST_OPEN_LINKS


async def test_a_removed_member_is_out(db: Connection, loaded: Settings) -> None:
    partner = await a_partner(db)
    token = await a_token(db, partner.email)

    await a_colleague(db, partner)
    await remove_member(db, partner.member_id)

    assert await members.find_principal(db, partner.member_id) is None
    with pytest.raises(LinkUsedUp):
        await log_in(db, token, private_key=loaded.session_private_key)
    await request_login(db, partner.email, base_url=BASE_URL)
    assert len(await links(db)) == 1


async def logged_in(web: httpx.AsyncClient, pool: Pool) -> httpx.Response:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        token = await a_token(db, partner.email)
    return await web.post(f"/login/{token}")


@pytest.mark.parametrize("wanted", ["/portal/profile", "/portal/calendar?year=2027&month=5"])
async def test_who_has_to_log_in_first_comes_to_the_page_they_wanted(
    web: httpx.AsyncClient, pool: Pool, wanted: str
) -> None:
    refused = await web.get(wanted, headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["location"]) == (303, "/login")

    first = await logged_in(web, pool)

    assert (first.status_code, first.headers["location"]) == (303, wanted)
    assert "wanted" not in web.cookies


async def test_what_a_script_asked_for_is_no_page_to_come_back_to(web: httpx.AsyncClient, pool: Pool) -> None:
    await web.get("/portal/profile", headers={"Accept": "text/event-stream"})

    assert (await logged_in(web, pool)).headers["location"] == "/portal"


@pytest.mark.parametrize(
    "made_up",
    [
        "//evil.example",
        "https://evil.example",
        "/portal/\\evil.example",
        "/portal/x\r\nSet-Cookie: a=b",
        "/logout",
        "%",
    ],
)
async def test_no_made_up_cookie_leads_to_another_site(web: httpx.AsyncClient, pool: Pool, made_up: str) -> None:
    web.cookies.set("wanted", quote(made_up, safe=""))

    assert (await logged_in(web, pool)).headers["location"] == "/portal"
