"""Reports on mails that did not arrive: one that an address is gone marks it, others are kept with their mail."""

import pytest
from msgspec import json

from shared.messages.notify import AddressBounced
from tests.notify.returning import Handing, stored

GONE = [
    "bounce_postfix_unknown_user",
    "bounce_exim_unknown_user",
    "bounce_exchange_unknown_user",
    "bounce_gmail_unknown_user",
    "bounce_of_an_address_in_cyrillic",
]


async def answers(handing: Handing) -> list[str]:
    """What was said of the mail after it was handed over."""
    stored = json.decode(await handing.pool.fetchval("SELECT answers::text FROM mails"))
    return [answer["text"] for answer in stored]


async def marked(handing: Handing) -> int:
    return int(await handing.pool.fetchval("SELECT count(*) FROM bounced_addresses"))


@pytest.mark.parametrize("name", GONE)
async def test_an_address_that_is_gone_is_marked_once_and_its_registration_hears_of_it(
    handing: Handing, name: str
) -> None:
    assert [await handing.bounce(name) for _ in range(2)] == [250, 250]

    assert await marked(handing) == 1
    assert await handing.staged("address_bounced") == [handing.registration.registration_id]
    [answer] = await answers(handing)
    assert answer.startswith("5.")
    assert await handing.reasons() == []


async def test_the_registration_hears_what_the_server_said_without_any_address(handing: Handing) -> None:
    await handing.bounce("bounce_postfix_unknown_user")

    body = await handing.pool.fetchval("SELECT body FROM outbox WHERE subject LIKE 'notify.address_bounced.%'")
    reason = json.decode(body, type=AddressBounced).reason
    assert reason == "5.1.1 550 5.1.1 …: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bounce_postfix_delayed", "4.4.1 connect to mail.people.example[192.0.2.7]:25: Connection timed out"),
        (
            "bounce_postfix_given_up_after_days",
            "4.4.1 connect to mail.people.example[192.0.2.7]:25: Connection timed out",
        ),
        ("bounce_refused_as_spam", "5.7.1 554 5.7.1 Message rejected as spam"),
        ("bounce_relayed", "2.0.0 250 2.0.0 Ok: queued as 4F2C11A0C5"),
    ],
)
async def test_what_is_not_about_the_address_is_noted_with_the_mail_and_nothing_else(
    handing: Handing, name: str, said: str
) -> None:
    assert await handing.bounce(name) == 250

    assert await answers(handing) == [said]
    assert await marked(handing) == 0
    assert await handing.reasons() == []


@pytest.mark.parametrize("name", ["bounce_qmail_plain_text", "bounce_with_a_broken_report"])
async def test_a_bounce_that_nobody_can_read_is_kept_and_noted_with_the_mail(handing: Handing, name: str) -> None:
    assert await handing.bounce(name) == 250

    assert await handing.reasons() == ["unclear_bounce"]
    assert await answers(handing) == ["bounced; the report does not say why"]
    assert await marked(handing) == 0


@pytest.mark.parametrize("name", ["away_exchange", "away_vacation", "away_old_autoresponder", "read_receipt_outlook"])
async def test_an_automatic_reply_is_kept_as_one_and_nothing_happens(handing: Handing, name: str) -> None:
    for address in (handing.bounces_to, handing.organiser):
        assert await handing.hand_over(stored(name, address=address), to=address) == 250

    assert await handing.reasons() == ["automatic", "automatic"]
    assert await answers(handing) == []
    assert await marked(handing) == 0


async def test_whatever_comes_back_nothing_is_mailed_in_answer(handing: Handing) -> None:
    """So two machines that answer everything never write to each other for ever."""
    before = await handing.pool.fetchval("SELECT count(*) FROM mails")
    for name in (*GONE, "bounce_qmail_plain_text", "away_vacation", "typed_gmail_with_our_invitation"):
        await handing.bounce(name)
        await handing.answer(name)

    assert await handing.pool.fetchval("SELECT count(*) FROM mails") == before


async def test_a_bounce_of_a_mail_whose_reader_is_forgotten_is_refused_and_not_kept(handing: Handing) -> None:
    await handing.pool.execute("UPDATE mails SET recipient = '', address_key = ''")

    assert await handing.bounce("bounce_qmail_plain_text") == 550
    assert await handing.reasons() == []
