"""What happens between the organisations of the network: who is told, in which language, and only once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages import Fact
from shared.messages.events import EventStatus, Role
from shared.messages.notify import MailState
from shared.problems import NotFound
from tests.notify.given import a_member, an_event, an_organisation, hear, rows, send_all
from tests.notify.network import (
    LINK,
    NOT_LONG_AGO,
    a_decision,
    a_refusal,
    a_reminder,
    a_request,
    an_application,
    an_invitation,
)
from tests.notify.postmaster import Postmaster


@pytest.fixture
async def network(db: Connection, settings: Settings) -> None:
    """An organisation with two members and one who has gone, one of others, and two coordinators."""
    coordinator = {"role": Role.COORDINATOR, "organisation_id": uuid4()}
    await hear(
        db,
        settings,
        an_organisation(),
        a_member(email="ada@awo.example"),
        a_member(email="bob@awo.example", language="de"),
        a_member(email="gone@awo.example", removed_at=NOT_LONG_AGO),
        a_member(email="other@drk.example", organisation_id=uuid4()),
        a_member(email="first@witten.example", **coordinator),
        a_member(email="second@witten.example", **coordinator),
    )


MEMBERS = ["ada@awo.example", "bob@awo.example"]
COORDINATORS = ["first@witten.example", "second@witten.example"]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("fact", "readers"),
    [
        (an_invitation(), ["grace@awo.example"]),
        (an_application(), COORDINATORS),
        (a_refusal(), ["grace@people.example"]),
        (a_request(), MEMBERS),
        (a_decision(), MEMBERS),
        (a_reminder(), MEMBERS),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_each_who_is_concerned_gets_one_mail_however_often_it_is_heard(
    db: Connection, settings: Settings, postmaster: Postmaster, fact: Fact, readers: list[str]
) -> None:
    await hear(db, settings, fact, fact)
    await send_all(db, settings)
    await hear(db, settings, fact)

    assert await send_all(db, settings) == []
    assert sorted(postmaster.recipients) == readers


@pytest.mark.usefixtures("network")
async def test_two_reminders_are_two_mails_to_each(db: Connection, settings: Settings, postmaster: Postmaster) -> None:
    reminder = a_reminder()

    await hear(db, settings, reminder, structs.replace(reminder, fact_id=uuid4()))
    await send_all(db, settings)

    assert sorted(postmaster.recipients) == sorted(MEMBERS * 2)


async def test_an_invitation_says_who_invites_and_its_link_is_forgotten(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, an_invitation())
    await send_all(db, settings)

    assert "Ada Lovelace invites you to enter events of AWO Witten" in postmaster.text()
    assert "Accept the invitation:\nhttps://win.example/invitations/secret\n" in postmaster.text()
    assert 'href="https://win.example/invitations/secret"' in postmaster.html()
    assert postmaster.mails[0]["To"] == "Grace Hopper <grace@awo.example>"
    assert [row["variables"] for row in await rows(db)] == [{}]


async def test_an_invitation_that_has_expired_is_not_sent(db: Connection, settings: Settings) -> None:
    await hear(db, settings, an_invitation(expires_at=NOT_LONG_AGO))

    assert await send_all(db, settings) == [MailState.SKIPPED]


@pytest.mark.usefixtures("network")
async def test_coordinators_hear_who_applies_and_where_to_decide(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, an_application())
    await send_all(db, settings)

    assert "Organisation: HelpKiosk\nAsked by: Grace Hopper\n" in postmaster.text()
    assert f"Review the application:\n{LINK}\n" in postmaster.text()


@pytest.mark.usefixtures("network")
async def test_of_an_application_that_was_decided_meanwhile_coordinators_hear_nothing(
    db: Connection, settings: Settings
) -> None:
    application = an_application()
    await hear(db, settings, application, a_refusal(application_id=application.application_id))

    assert sorted(await send_all(db, settings)) == [MailState.SENT, MailState.SKIPPED, MailState.SKIPPED]


@pytest.mark.usefixtures("network")
async def test_nobody_is_asked_who_takes_part_in_what_was_cancelled_meanwhile(
    db: Connection, settings: Settings
) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    await hear(db, settings, event, a_request(event_id=event.id))

    assert await send_all(db, settings) == [MailState.SKIPPED, MailState.SKIPPED]


async def test_a_refusal_brings_the_coordinator_s_words_and_none_of_the_applicant_s(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_refusal())
    await send_all(db, settings)

    assert "> Bitte rufen Sie uns an.\n" in postmaster.text()
    assert "spam" not in postmaster.mails[0].as_string() + postmaster.text() + postmaster.html()


@pytest.mark.usefixtures("network")
async def test_who_decides_hears_who_wants_to_take_part_in_what(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_request())
    await send_all(db, settings)

    text = postmaster.text(postmaster.recipients.index("ada@awo.example"))
    assert "Event: Bunte Vielfalt\nOrganisation: Caritas Witten\n" in text
    assert "> Wir bringen Kuchen.\n" in text
    assert f"Accept or refuse:\n{LINK}\n" in text


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("decision", "subject", "sentence"),
    [
        (
            a_decision(is_accepted=True),
            "You take part: Bunte Vielfalt",
            "Your organisation is named as one of its organisers.",
        ),
        (a_decision(is_accepted=False), "You do not take part: Bunte Vielfalt", "did not accept your wish"),
    ],
)
async def test_who_asked_hears_the_answer(
    db: Connection, settings: Settings, postmaster: Postmaster, decision: Fact, subject: str, sentence: str
) -> None:
    await hear(db, settings, decision)
    await send_all(db, settings)

    number = postmaster.recipients.index("ada@awo.example")
    assert postmaster.mails[number]["Subject"] == subject
    assert sentence in postmaster.text(number)


@pytest.mark.usefixtures("network")
async def test_a_reminder_says_the_last_day_in_words(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_reminder())
    await send_all(db, settings)

    text = postmaster.text(postmaster.recipients.index("ada@awo.example"))
    assert "The last day to enter one is Thursday, 30 April 2099." in text
    assert "> Auch kleine Aktionen zählen.\n" in text
    assert f"Enter an event:\n{LINK}\n" in text


@pytest.mark.usefixtures("network")
async def test_a_reminder_of_a_call_that_was_closed_meanwhile_is_not_sent(db: Connection, settings: Settings) -> None:
    await hear(db, settings, a_reminder(call_closes_on=(datetime.now(UTC) - timedelta(days=2)).date()))

    assert await send_all(db, settings) == [MailState.SKIPPED] * 2


async def test_who_was_removed_meanwhile_is_told_nothing_more(db: Connection, settings: Settings) -> None:
    member = a_member()
    await hear(db, settings, an_organisation(), member, a_reminder())
    await hear(db, settings, structs.replace(member, version=2, removed_at=NOT_LONG_AGO))

    assert await send_all(db, settings) == [MailState.SKIPPED]


@pytest.mark.parametrize("fact", [an_application(), a_reminder()], ids=lambda value: type(value).__name__)
async def test_what_comes_before_we_have_heard_whom_to_tell_comes_again(
    db: Connection, settings: Settings, fact: Fact
) -> None:
    with pytest.raises(NotFound):
        await hear(db, settings, fact)

    assert await rows(db) == []


async def test_an_organisation_without_members_is_told_nothing(db: Connection, settings: Settings) -> None:
    await hear(db, settings, an_organisation(), a_reminder())

    assert await rows(db) == []
