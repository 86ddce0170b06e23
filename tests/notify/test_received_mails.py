"""Coordinators read what came back by mail as text; it is forgotten with its people, and in any case after a month."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.notify.commands.forget_received import KEPT, forget_received
from services.notify.settings import Settings
from shared.database import Pool
from shared.messages.events import Role
from shared.messages.registration import ErasureRequested, RegistrationErased
from shared.sessions import sign_session
from tests.notify.given import a_member, hear
from tests.notify.returning import GRACE, Handing, stored

TYPED = "typed_gmail_with_our_invitation"


@pytest.fixture
async def reader(
    web: httpx.AsyncClient, settings: Settings, pool: Pool, environment: dict[str, str]
) -> httpx.AsyncClient:
    """A coordinator's browser."""
    coordinator = a_member(role=Role.COORDINATOR)
    async with pool.acquire() as db:
        await hear(db, settings, coordinator)
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(coordinator.id, private_key=key, now=datetime.now(UTC)))
    web.headers["Accept-Language"] = "en"
    return web


async def kept(handing: Handing) -> UUID:
    """The only mail that is kept."""
    [row] = await handing.pool.fetch("SELECT id FROM received_mails")
    received_id: UUID = row["id"]
    return received_id


async def test_coordinators_see_what_came_from_whom_and_what_it_is(handing: Handing, reader: httpx.AsyncClient) -> None:
    await handing.answer(TYPED)
    await handing.bounce("bounce_qmail_plain_text")

    listed = await reader.get("/portal/mails/received")
    chosen = await reader.get("/portal/mails/received", params={"reason": "typed"})

    assert "Re: Fest der Nachbarn – Frage" in listed.text
    assert "failure notice" in listed.text
    assert "Somebody has written an answer (1)" in listed.text
    assert GRACE in chosen.text
    assert "failure notice" not in chosen.text
    assert (await reader.get("/portal/mails/received", params={"reason": "lost"})).status_code == 422


async def test_a_mail_is_shown_as_plain_text_and_given_out_as_it_came(
    handing: Handing, reader: httpx.AsyncClient
) -> None:
    await handing.answer(TYPED)
    address = f"/portal/mails/received/{await kept(handing)}"

    page = await reader.get(address)
    file = await reader.get(f"{address}/mail.eml")

    assert "Darf ich &lt;b&gt;meine Schwester&lt;/b&gt; mitbringen? Grüße" in page.text
    assert f"/portal/rosters/registrations/{handing.registration.registration_id}" in page.text
    assert file.content == stored(TYPED, address=handing.organiser, uid=handing.uid)
    assert file.headers["content-type"].startswith("message/rfc822")
    assert file.headers["content-disposition"].startswith("attachment")


async def test_what_is_in_html_alone_is_shown_as_the_text_of_it(handing: Handing, reader: httpx.AsyncClient) -> None:
    content = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+SGFsbG88L2I+\r\n"
    await handing.hand_over(content, to=handing.organiser)

    page = await reader.get(f"/portal/mails/received/{await kept(handing)}")

    assert "&lt;b&gt;Hallo&lt;/b&gt;" in page.text


async def test_what_has_no_text_is_shown_as_it_came(handing: Handing, reader: httpx.AsyncClient) -> None:
    await handing.hand_over(
        b"Subject: \x00\r\nContent-Type: image/svg+xml\r\n\r\n<script>\xff\r\n", to=handing.organiser
    )

    page = await reader.get(f"/portal/mails/received/{await kept(handing)}")

    assert "&lt;script&gt;�" in page.text
    assert "Without a subject" in page.text


async def test_many_mails_come_page_by_page(handing: Handing, reader: httpx.AsyncClient) -> None:
    await handing.pool.execute(
        """
        INSERT INTO received_mails (reason, sender, returns_to, subject_line, content, digest)
        SELECT 'typed', '', '', 'Mail ' || number, '', number::text::bytea
        FROM generate_series(1, 60) AS number
        """
    )

    first = (await reader.get("/portal/mails/received")).text
    cursor = first.partition("cursor=")[2].partition('"')[0]
    second = (await reader.get("/portal/mails/received", params={"cursor": cursor})).text

    assert [first.count(">Mail "), second.count(">Mail ")] == [50, 10]


async def test_nobody_else_may_look(handing: Handing, web: httpx.AsyncClient) -> None:
    await handing.answer(TYPED)
    address = f"/portal/mails/received/{await kept(handing)}"

    for each in ("/portal/mails/received", address, f"{address}/mail.eml"):
        assert (await web.get(each)).headers["location"] == "/login"


async def test_what_is_not_there_is_not_found(reader: httpx.AsyncClient) -> None:
    for end in ("", "/mail.eml"):
        assert (await reader.get(f"/portal/mails/received/{uuid4()}{end}")).status_code == 404


async def test_after_a_month_a_mail_is_gone(handing: Handing) -> None:
    await handing.answer(TYPED)
    await handing.bounce("bounce_qmail_plain_text")
    await handing.pool.execute(
        "UPDATE received_mails SET received_at = $1 WHERE reason = 'typed'",
        datetime.now(UTC) - KEPT - timedelta(seconds=1),
    )

    async with handing.pool.acquire() as db:
        await forget_received(db)

    assert await handing.reasons() == ["unclear_bounce"]


async def test_who_is_forgotten_is_forgotten_here_too(handing: Handing) -> None:
    await handing.answer(TYPED)
    await handing.bounce("bounce_qmail_plain_text")
    await handing.answer("reply_google_accepted")

    async with handing.pool.acquire() as db:
        erased = RegistrationErased(registration_id=handing.registration.registration_id)
        await hear(db, handing.settings, erased)

    assert await handing.reasons() == []
    assert await handing.pool.fetchval("SELECT count(*) FROM calendar_replies") == 0
    assert await handing.answer(TYPED) == 550


async def test_a_person_s_request_takes_all_that_came_from_that_address(handing: Handing) -> None:
    await handing.answer(TYPED, sender="somebody@people.example")
    for sender in ("Ada@people.example", "eve@people.example"):
        await handing.hand_over(f"Subject: {sender}\r\n\r\nx".encode(), to=handing.organiser, sender=sender)

    async with handing.pool.acquire() as db:
        for email in ("GRACE@people.example", "ada@people.example"):
            await hear(db, handing.settings, ErasureRequested(erasure_id=uuid4(), email=email, registration_ids=[]))

    assert (
        await handing.pool.fetchval("SELECT string_agg(subject_line, ' ') FROM received_mails") == "eve@people.example"
    )
