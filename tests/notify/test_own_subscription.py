"""A subscriber's own page: whoever only looks at it changes nothing, and all is in the hands of who has the link."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from services.notify.commands.forget_subscribers import forget_outdated_subscribers
from services.notify.commands.mark_bounced import mark_bounced
from services.notify.commands.subscribe import subscribe
from services.notify.domain.subscriber import SubscriberState
from services.notify.settings import Settings
from services.notify.tables import subscribers
from shared.categories import Category
from shared.database import Connection, Pool
from shared.messages.events import Role
from shared.sessions import sign_session
from tests.notify.given import a_member, hear, rows
from tests.notify.subscribing import ADA, a_subscriber, a_subscription, an_active_one, found

BOB = "bob@people.example"


async def test_a_robot_that_follows_every_link_changes_nothing(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        await subscribe(db, a_subscription(email=BOB))
        pending = await found(db, BOB)
        active = await a_subscriber(db)
    before = await pool.fetch("SELECT * FROM subscribers ORDER BY id")

    for subscriber in (pending, active):
        for path in ("", "/end", "/erasure", "/data.json"):
            assert (await web.get(subscriber.path + path)).status_code == 200
        for path in ("/confirmation", "/address"):
            assert (await web.get(subscriber.path + path)).status_code == 405

    assert await pool.fetch("SELECT * FROM subscribers ORDER BY id") == before


async def test_a_mail_program_ends_it_with_one_click_and_without_cookies(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool)

    clicked = await web.post(subscriber.end_path, data={"List-Unsubscribe": "One-Click"})
    again = await web.post(subscriber.end_path, files={"List-Unsubscribe": (None, "One-Click")})
    unknown = await web.post("/subscriptions/forgotten/end", data={"List-Unsubscribe": "One-Click"})

    assert [(each.status_code, each.text) for each in (clicked, again, unknown)] == [(200, "")] * 3
    assert (await found(pool)).state is SubscriberState.UNSUBSCRIBED


async def test_another_website_cannot_press_the_button(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool)

    refused = await web.post(subscriber.end_path, headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert (await found(pool)).is_active


async def test_who_ended_it_by_mistake_takes_it_up_again(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool)

    ended = await web.post(subscriber.end_path, data={})
    page = await web.get(ended.headers["location"], params={"lang": "en"})
    await web.post(f"{subscriber.path}/confirmation")

    assert ended.status_code == 303
    assert "You have unsubscribed" in page.text
    assert (await found(pool)).is_active


async def test_what_was_chosen_is_shown_and_can_be_changed(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool, topics=[Category.SPORT])

    shown = (await web.get(subscriber.path)).text
    kept = await web.post(subscriber.path, data={"language": "uk", "wants_weekly": "on", "topics": ["youth", "family"]})
    nothing = await web.post(subscriber.path, data={"language": "uk"})

    assert 'value="sport" checked' in shown
    assert "<details open>" in shown
    assert (kept.status_code, kept.headers["location"]) == (303, f"{subscriber.path}?kept=yes")
    assert nothing.status_code == 422
    after = await found(pool)
    assert (after.language, after.wants_editions, after.wants_weekly) == ("uk", False, True)
    assert after.topics == [Category.YOUTH, Category.FAMILY]


async def test_a_new_address_counts_once_it_is_confirmed_there(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool, topics=[Category.SPORT])

    wrong = await web.post(f"{subscriber.path}/address", data={"email": "nobody"})
    asked = await web.post(f"{subscriber.path}/address", data={"email": BOB})
    meanwhile = await found(pool), await found(pool, BOB)
    await web.post(f"{meanwhile[1].path}/confirmation")

    assert (wrong.status_code, asked.status_code) == (422, 303)
    assert 'value="nobody"' in wrong.text
    assert 'value="sport" checked' in wrong.text
    assert [each.state for each in meanwhile] == [SubscriberState.ACTIVE, SubscriberState.PENDING]
    moved = await found(pool, BOB)
    assert (moved.state, moved.topics) == (SubscriberState.ACTIVE, [Category.SPORT])
    assert await pool.fetchval("SELECT array_agg(email) FROM subscribers") == [BOB]
    assert {row["recipient"] for row in await pool.fetch("SELECT recipient FROM mails")} == {"", BOB}


async def test_moving_to_somebody_else_s_address_takes_nothing_from_them(web: httpx.AsyncClient, pool: Pool) -> None:
    mine, theirs = await an_active_one(pool), await an_active_one(pool, email=BOB, language="ar")

    asked = await web.post(f"{mine.path}/address", data={"email": BOB})

    assert asked.headers["location"] == "/subscriptions/received"
    assert await found(pool, BOB) == theirs
    assert (await found(pool)).is_active


async def test_one_takes_along_all_that_is_known_and_deletes_it(web: httpx.AsyncClient, pool: Pool) -> None:
    subscriber = await an_active_one(pool)

    records = (await web.get(f"{subscriber.path}/data.json")).json()
    erased = await web.post(f"{subscriber.path}/erasure")

    assert records["subscriber"]["email"] == ADA
    assert [mail["kind"] for mail in records["mails"]] == ["subscription_pending"]
    assert erased.headers["location"] == "/subscriptions/erased"
    assert (await web.get(erased.headers["location"])).status_code == 200
    assert (await web.get(subscriber.path)).status_code == 404
    async with pool.acquire() as db:
        assert [(row["recipient"], row["state"]) for row in await rows(db)] == [("", "skipped")]


async def test_a_link_that_opens_nothing_ends_nothing(web: httpx.AsyncClient) -> None:
    for path in ("", "/end", "/address", "/confirmation", "/erasure"):
        assert (await web.post(f"/subscriptions/nothing{path}", data={})).status_code in {404, 422}


async def test_who_ended_it_a_month_ago_is_forgotten(db: Connection) -> None:
    for email in (ADA, BOB):
        subscriber = await a_subscriber(db, email=email)
        await subscribers.mark_unsubscribed(db, subscriber.id, now=datetime.now(UTC))
    month_ago = datetime.now(UTC) - timedelta(days=30, minutes=1)
    await db.execute("UPDATE subscribers SET ended_at = $1 WHERE email = $2", month_ago, ADA)

    await forget_outdated_subscribers(db)

    assert await db.fetchval("SELECT array_agg(email) FROM subscribers") == [BOB]
    assert [row["recipient"] for row in await rows(db)] == ["", BOB]


async def test_an_address_that_does_not_work_gets_nothing_until_its_person_says_that_it_does_again(
    web: httpx.AsyncClient, pool: Pool
) -> None:
    subscriber = await an_active_one(pool)
    async with pool.acquire() as db, db.transaction():
        mail_id = await db.fetchval("SELECT id FROM mails")
        await mark_bounced(db, mail_id, answer="550 no such user", now=datetime.now(UTC))
    bounced = await found(pool)

    page = await web.get(subscriber.path, params={"lang": "en"})
    await web.post(f"{subscriber.path}/confirmation")

    assert bounced.state is SubscriberState.BOUNCED
    assert "Our mails did not arrive" in page.text
    assert (await found(pool)).is_active
    assert await pool.fetchval("SELECT count(*) FROM bounced_addresses") == 0


async def test_coordinators_see_how_many_there_are_of_which_state_and_language_and_nobody_s_address(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, environment: dict[str, str]
) -> None:
    coordinator = a_member(role=Role.COORDINATOR)
    async with pool.acquire() as db, db.transaction():
        await hear(db, settings, coordinator)
        await a_subscriber(db)
        await subscribe(db, a_subscription(email=BOB, language="ar"))
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set("session", sign_session(coordinator.id, private_key=key, now=datetime.now(UTC)))

    page = (await web.get("/portal/newsletter/subscribers", params={"lang": "en"})).text

    assert re.search(r"Gets it</th><td[^>]*>English</td><td[^>]*>1<", page)
    assert re.search(r"Not confirmed yet</th><td[^>]*>Arabic</td><td[^>]*>1<", page)
    assert "people.example" not in page


@pytest.mark.parametrize("path", ["", "/end", "/erasure"])
async def test_the_address_of_the_page_is_told_to_no_other_website(
    web: httpx.AsyncClient, pool: Pool, path: str
) -> None:
    subscriber = await an_active_one(pool)

    assert '<meta name="referrer" content="no-referrer">' in (await web.get(subscriber.path + path)).text
