"""What a coordinator sees of one mail, and can do when it does not arrive."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.notify.settings import Settings
from shared.database import Pool
from shared.messages.events import Role
from shared.messages.notify import MailState
from shared.sessions import sign_session
from tests.notify.given import a_login, a_member, a_registration, an_event, hear, rows, send_all, tried_again
from tests.notify.postmaster import Postmaster

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def coordinator(web: httpx.AsyncClient, settings: Settings, pool: Pool, environment: dict[str, str]) -> None:
    person = a_member(role=Role.COORDINATOR)
    async with pool.acquire() as db:
        await hear(db, settings, person)
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(person.id, private_key=key, now=a_login().expires_at))


async def a_mail(pool: Pool, settings: Settings, *heard: Any) -> UUID:
    async with pool.acquire() as db:
        await hear(db, settings, *heard)
        await send_all(db, settings)
        sent: UUID = await db.fetchval("SELECT id FROM mails WHERE registration_id IS NOT NULL OR kind = 'login'")
    return sent


async def shown(web: httpx.AsyncClient, path: str, **query: str) -> str:
    answer = await web.get(path, params={"lang": "en", **query})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.usefixtures("coordinator")
async def test_a_mail_s_page_says_what_it_is_about_and_each_answer_and_nothing_of_what_it_says(
    web: httpx.AsyncClient, settings: Settings, pool: Pool, postmaster: Postmaster
) -> None:
    event = an_event()
    postmaster.after_data = ["451 come <back>"]
    mail_id = await a_mail(pool, settings, event, confirmed := a_registration(event_id=event.id))
    async with pool.acquire() as db:
        await tried_again(db)
        postmaster.after_data = ["250 kept as 4711"]
        await send_all(db, settings)

    page = await shown(web, f"/portal/mails/{mail_id}")

    assert page.index("451 come &lt;back&gt;") < page.index("250 kept as 4711")
    assert event.title in page
    assert confirmed.link not in page


@pytest.mark.usefixtures("coordinator")
async def test_a_mail_that_failed_is_sent_again_as_the_same_one(
    web: httpx.AsyncClient, settings: Settings, pool: Pool, postmaster: Postmaster
) -> None:
    event = an_event()
    postmaster.after_data = ["554 not today"]
    mail_id = await a_mail(pool, settings, event, a_registration(event_id=event.id))

    answer = await web.post(f"/portal/mails/{mail_id}/repetition", headers=SAME_SITE)
    assert answer.status_code == 303
    async with pool.acquire() as db:
        assert await send_all(db, settings) == [MailState.SENT]
        await web.post(f"/portal/mails/{mail_id}/repetition", headers=SAME_SITE)
        assert await send_all(db, settings) == [MailState.SENT]

    first, second = (mail["Message-ID"] for mail in postmaster.mails if "grace" in mail["To"])
    assert first == second


@pytest.mark.usefixtures("coordinator")
async def test_a_link_that_lets_in_is_not_sent_again(web: httpx.AsyncClient, settings: Settings, pool: Pool) -> None:
    mail_id = await a_mail(pool, settings, a_login())

    answer = await web.post(f"/portal/mails/{mail_id}/repetition", headers=SAME_SITE)

    assert answer.status_code == 409
    assert "Send again" not in await shown(web, f"/portal/mails/{mail_id}")
    async with pool.acquire() as db:
        assert [row["state"] for row in await rows(db)] == ["sent"]


@pytest.mark.usefixtures("coordinator")
async def test_an_address_that_was_freed_gets_its_mails_again(
    web: httpx.AsyncClient, settings: Settings, pool: Pool, postmaster: Postmaster
) -> None:
    event = an_event()
    postmaster.after_recipient = ["550 5.1.1 nobody here"]
    mail_id = await a_mail(pool, settings, event, a_registration(event_id=event.id))
    assert "nobody here" in await shown(web, f"/portal/mails/{mail_id}")
    assert "grace@people.example" in await shown(web, "/portal/mails/bounced")

    await web.post("/portal/mails/bounced/freed", data={"address_key": "grace@people.example"}, headers=SAME_SITE)
    await web.post(f"/portal/mails/{mail_id}/repetition", headers=SAME_SITE)
    async with pool.acquire() as db:
        assert await send_all(db, settings) == [MailState.SENT]

    assert "grace@people.example" not in await shown(web, "/portal/mails/bounced")


@pytest.mark.usefixtures("coordinator")
async def test_mails_are_found_by_kind_and_by_the_title_of_their_event(
    web: httpx.AsyncClient, settings: Settings, pool: Pool
) -> None:
    event, other = an_event(), an_event(title="Chor")
    await a_mail(
        pool, settings, event, other, a_login(), a_registration(event_id=event.id), a_registration(event_id=other.id)
    )

    by_kind = await shown(web, "/portal/mails", kind="login")
    by_event = await shown(web, "/portal/mails", kind="registration_confirmed", event="NACHBARN")

    assert [page.count('href="/portal/mails/0') for page in (by_kind, by_event)] == [1, 1]


@pytest.mark.usefixtures("coordinator")
async def test_a_mail_that_there_is_not_is_not_found(web: httpx.AsyncClient) -> None:
    assert (await web.get(f"/portal/mails/{uuid4()}")).status_code == 404
