"""Subscribing: nothing but one link goes to an address until its person has confirmed it."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from services.notify.commands.forget_subscribers import forget_outdated_subscribers
from services.notify.commands.subscribe import subscribe
from services.notify.domain.mail import MailKind
from services.notify.domain.subscriber import Choices, SubscriberState, Subscription
from services.notify.settings import Settings
from shared import forms
from shared.categories import Category
from shared.database import Connection, Pool
from shared.messages.notify import MailState
from shared.problems import Invalid
from shared.translations import LANGUAGE_CODES, catalogue
from tests.notify.given import an_organisation, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.subscribing import (
    ADA,
    TYPED,
    a_subscriber,
    a_subscription,
    an_active_one,
    asked_by_form,
    found,
    kinds,
)

LINK = re.compile(r"https://calendar\.witten\.example(/subscriptions/\S+)")


async def send_from(pool: Pool, settings: Settings) -> list[MailState]:
    async with pool.acquire() as db, db.transaction():
        return await send_all(db, settings)


async def test_who_asks_gets_one_link_and_who_presses_its_button_is_a_subscriber(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, postmaster: Postmaster
) -> None:
    asked = await asked_by_form(web)
    await send_from(pool, settings)
    link = LINK.search(postmaster.text())
    assert link is not None
    looked = await web.get(link[1])
    before = await found(pool)

    pressed = await web.post(f"{link[1]}/confirmation")

    assert (asked.status_code, asked.headers["location"]) == (303, "/subscriptions/received")
    assert postmaster.recipients == [ADA]
    assert f'action="{link[1]}/confirmation"' in looked.text
    assert before.state is SubscriberState.PENDING
    assert pressed.headers["location"] == f"{link[1]}?confirmed=yes"
    assert (await found(pool)).state is SubscriberState.ACTIVE


@pytest.mark.parametrize("code", LANGUAGE_CODES)
async def test_the_page_is_in_the_reader_s_language_and_so_is_the_mail(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, postmaster: Postmaster, code: str
) -> None:
    page = await web.get("/newsletter", params={"lang": code})
    await asked_by_form(web, language=code)
    await send_from(pool, settings)

    assert catalogue(code).gettext("Every Thursday: the events of the coming two weeks") in page.text
    assert f'<option value="{code}" selected>' in page.text
    assert postmaster.mails[0]["Content-Language"] == code
    assert catalogue(code).gettext("Please confirm your subscription") in postmaster.mails[0]["Subject"]


async def test_the_first_mail_holds_nothing_that_was_typed(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await subscribe(db, a_subscription(topics=[Category.SPORT], organisation_ids=[uuid4()]))
    await send_all(db, settings)

    message = postmaster.mails[0]
    assert message["To"] == ADA
    assert "Sport" not in message.as_string()
    assert message["List-Unsubscribe"] is None


async def test_asking_again_within_an_hour_mails_nothing_and_keeps_the_newest_choice(db: Connection) -> None:
    await subscribe(db, a_subscription())
    await subscribe(db, a_subscription(email="ADA@People.Example", wants_weekly=False))

    assert await kinds(db) == [MailKind.SUBSCRIPTION_PENDING]
    assert (await found(db)).wants_weekly is False

    await db.execute("UPDATE subscribers SET link_mailed_at = $1", datetime.now(UTC) - timedelta(minutes=61))
    await subscribe(db, a_subscription())

    assert await kinds(db) == [MailKind.SUBSCRIPTION_PENDING] * 2


async def test_the_answer_is_the_same_for_an_address_that_is_new_pending_or_active(
    web: httpx.AsyncClient, pool: Pool
) -> None:
    await an_active_one(pool, email="bob@people.example")

    answers = [await asked_by_form(web, email=email) for email in (ADA, ADA, "bob@people.example")]

    assert len({(each.status_code, each.text, each.headers["location"]) for each in answers}) == 1


async def test_who_has_subscribed_gets_a_link_and_nobody_who_asks_changes_what_they_chose(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    subscriber = await a_subscriber(db)
    await db.execute("DELETE FROM mails")
    await db.execute("UPDATE subscribers SET link_mailed_at = NULL")

    await subscribe(db, a_subscription(language="ar", wants_editions=False))
    await send_all(db, settings)

    assert await kinds(db) == [MailKind.SUBSCRIPTION_CHANGED]
    assert postmaster.mails[0]["Content-Language"] == "en"
    assert subscriber.path in postmaster.text()
    after = await found(db)
    assert (after.state, after.language, after.wants_editions) == (SubscriberState.ACTIVE, "en", True)


async def test_a_link_that_was_confirmed_before_its_mail_went_out_is_not_mailed(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_subscriber(db)

    assert await send_all(db, settings) == [MailState.SKIPPED]
    assert postmaster.recipients == []


async def test_who_does_not_confirm_within_a_week_is_forgotten(db: Connection) -> None:
    await subscribe(db, a_subscription())
    await subscribe(db, a_subscription(email="bob@people.example"))
    week_ago = datetime.now(UTC) - timedelta(days=7, minutes=1)
    await db.execute("UPDATE subscribers SET asked_at = $1 WHERE email = $2", week_ago, ADA)

    await forget_outdated_subscribers(db)

    assert await db.fetchval("SELECT array_agg(email) FROM subscribers") == ["bob@people.example"]
    assert [row["recipient"] for row in await rows(db)] == ["", "bob@people.example"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"consent": ""}, "consent"),
        ({"wants_editions": "", "wants_weekly": ""}, "wants_editions"),
        ({"topics": "weapons"}, "topics"),
        ({"event_languages": "xx"}, "event_languages"),
        ({"language": "tlh"}, "language"),
        ({"organisation_ids": "awo"}, "organisation_ids"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    web: httpx.AsyncClient, pool: Pool, changes: dict[str, str], field: str
) -> None:
    shown = await asked_by_form(web, **changes)

    assert shown.status_code == 422
    assert f'href="#field-{field}"' in shown.text
    assert f'value="{changes.get("email", ADA)}"' in shown.text
    assert await pool.fetchval("SELECT count(*) FROM subscribers") == 0


async def test_organisations_topics_and_languages_are_there_to_choose(
    web: httpx.AsyncClient, pool: Pool, settings: Settings
) -> None:
    organisation = an_organisation(name="AWO <Witten>")
    async with pool.acquire() as db:
        await hear(db, settings, organisation)

    page = (await web.get("/newsletter", params={"lang": "en"})).text
    await asked_by_form(web, organisation_ids=str(organisation.id), topics=["sport", "youth"], event_languages="uk")

    assert "AWO &lt;Witten&gt;" in page
    assert "Ukrainian" in page
    subscriber = await found(pool)
    assert subscriber.organisation_ids == [organisation.id]
    assert subscriber.topics == [Category.SPORT, Category.YOUTH]
    assert subscriber.event_languages == ["uk"]


def test_our_mails_are_in_the_languages_there_are() -> None:
    wrong = TYPED | {"language": "xx"}
    for code in LANGUAGE_CODES:
        assert forms.from_form(Subscription, TYPED | {"language": code}).language == code
    with pytest.raises(Invalid):
        forms.from_form(Choices, wrong)


async def test_an_address_in_two_spellings_is_one_subscriber(db: Connection) -> None:
    for spelling in ("ada@müller.example", "ADA@xn--mller-kva.example", "Ada@MÜLLER.example"):
        await subscribe(db, a_subscription(email=spelling))

    assert await db.fetchval("SELECT count(*) FROM subscribers") == 1
    assert len(await rows(db)) == 1


async def test_many_who_ask_for_one_address_at_the_same_moment_are_one_subscriber_with_one_mail(
    web: httpx.AsyncClient, pool: Pool
) -> None:
    answers = await asyncio.gather(*(asked_by_form(web) for _ in range(8)))

    assert {each.status_code for each in answers} == {303}
    assert await pool.fetchval("SELECT count(*) FROM subscribers") == 1
    assert await kinds(pool) == [MailKind.SUBSCRIPTION_PENDING]
