"""Organisations hear of a campaign's call: once when it is open, and again when it closes soon."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.commands.ask_for_entries import ask_for_entries
from services.notify.domain.call import CampaignWord, word_due
from services.notify.domain.mail import MailKind
from services.notify.settings import Settings
from services.notify.tables import campaign_words
from shared.database import Connection
from shared.messages.events import CampaignState, EventStatus
from shared.messages.notify import MailState
from tests.notify.given import BERLIN, ORGANISATION, a_member, an_event, an_organisation, hear, rows, send_all
from tests.notify.network import NOT_LONG_AGO, a_reminder
from tests.notify.partner_kinds import a_campaign
from tests.notify.postmaster import Postmaster

OPENING = datetime(2099, 4, 1, 8, 0, tzinfo=BERLIN)
CLOSING = date(2099, 6, 30)
SLUG = "woche-der-vielfalt"


def days_before_closing(days: int) -> datetime:
    return datetime(2099, 6, 30, 8, 0, tzinfo=BERLIN) - timedelta(days=days)


@pytest.fixture
async def campaign(db: Connection, settings: Settings) -> CampaignState:
    """A call that two people of one organisation may hear of."""
    heard = a_campaign()
    await hear(
        db,
        settings,
        an_organisation(),
        a_member(email="ada@awo.example"),
        a_member(email="bob@awo.example", language="de"),
        a_member(email="gone@awo.example", removed_at=NOT_LONG_AGO),
        heard,
    )
    return heard


async def asked(db: Connection, now: datetime) -> list[tuple[str, str]]:
    """Kind and recipient of all mails once the job has run at that time."""
    await ask_for_entries(db, zone=BERLIN, now=now)
    return sorted((row["kind"], row["recipient"]) for row in await rows(db))


BOTH_ASKED = [("entry_asked_for", "ada@awo.example"), ("entry_asked_for", "bob@awo.example")]


@pytest.mark.usefixtures("campaign")
async def test_everybody_of_an_organisation_is_asked_once_when_the_call_has_opened(db: Connection) -> None:
    assert await asked(db, OPENING - timedelta(days=1)) == []
    assert await asked(db, OPENING) == BOTH_ASKED
    assert await asked(db, OPENING + timedelta(days=3)) == BOTH_ASKED


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize("hour", [0, 7, 20])
async def test_nobody_is_asked_at_night(db: Connection, hour: int) -> None:
    assert await asked(db, OPENING.replace(hour=hour)) == []


@pytest.mark.usefixtures("campaign")
async def test_who_joins_the_network_while_a_call_is_open_is_asked_then(db: Connection, settings: Settings) -> None:
    await asked(db, OPENING)
    await hear(db, settings, a_member(email="new@drk.example", organisation_id=uuid4()))

    assert await asked(db, OPENING + timedelta(days=9)) == [*BOTH_ASKED, ("entry_asked_for", "new@drk.example")]


@pytest.mark.parametrize(
    ("changes", "is_asked"),
    [
        ({"call_opens_on": None, "call_closes_on": None}, False),
        ({"call_opens_on": None}, True),
        ({"call_closes_on": None}, True),
        ({"organisation_id": ORGANISATION}, False),
    ],
)
async def test_only_a_campaign_with_a_call_asks_and_never_who_runs_it(
    db: Connection, settings: Settings, changes: dict[str, Any], *, is_asked: bool
) -> None:
    await hear(db, settings, a_member(), a_campaign(**changes))

    assert bool(await asked(db, OPENING)) is is_asked


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(
    ("status", "is_asked"),
    [(EventStatus.SUBMITTED, False), (EventStatus.PUBLISHED, False), (EventStatus.RETURNED, True)],
)
async def test_who_has_entered_something_is_not_asked(
    db: Connection, settings: Settings, status: EventStatus, *, is_asked: bool
) -> None:
    before = datetime.now(UTC) - timedelta(days=2)
    await hear(db, settings, an_event(campaign=SLUG, status=status, changed_at=before))

    assert bool(await asked(db, OPENING)) is is_asked


@pytest.mark.usefixtures("campaign")
async def test_a_week_and_two_days_before_the_end_those_without_an_entry_hear_it_again(db: Connection) -> None:
    await asked(db, OPENING)

    counts = [len(await asked(db, days_before_closing(days))) for days in range(10, -2, -1)]

    assert counts == [2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6]


async def test_whom_the_coordinator_reminded_today_hears_nothing_more_that_day(
    db: Connection, settings: Settings, campaign: CampaignState
) -> None:
    await asked(db, OPENING)
    await hear(db, settings, a_reminder(campaign_id=campaign.id))
    await db.execute("UPDATE campaign_words SET said_at = $1 WHERE kind = 'campaign_reminded'", days_before_closing(7))

    assert len(await asked(db, days_before_closing(7))) == 4
    assert len(await asked(db, days_before_closing(2))) == 6


async def test_whom_the_coordinator_reminded_need_not_be_asked(
    db: Connection, settings: Settings, campaign: CampaignState
) -> None:
    await hear(db, settings, a_reminder(campaign_id=campaign.id))

    assert {kind for kind, _ in await asked(db, OPENING)} == {"campaign_reminded"}


def test_late_in_the_evening_it_is_still_the_same_day_in_the_network() -> None:
    word = CampaignWord(
        organisation_id=ORGANISATION,
        kind=MailKind.CAMPAIGN_REMINDED,
        said_at=datetime(2099, 6, 22, 22, 30, tzinfo=UTC),
    )

    assert word_due(a_campaign(), [word], today=date(2099, 6, 23), zone=BERLIN) is None


@pytest.fixture
async def open_call(db: Connection, settings: Settings) -> CampaignState:
    """A call that has opened today, and that everybody was asked about."""
    today = datetime.now(BERLIN).date()
    heard = a_campaign(call_opens_on=today, call_closes_on=today + timedelta(days=20))
    await hear(db, settings, a_member(), heard)
    await ask_for_entries(db, zone=BERLIN, now=datetime.now(BERLIN).replace(hour=12))
    return heard


async def test_the_mail_says_the_last_day_and_leads_to_the_call(
    db: Connection, settings: Settings, postmaster: Postmaster, open_call: CampaignState
) -> None:
    await send_all(db, settings)

    assert postmaster.mails[0]["Subject"] == "Will you take part? Woche der Vielfalt"
    assert "Last day to enter an event: " in postmaster.text()
    assert f"{settings.base_url}/portal/campaigns/{open_call.slug}" in postmaster.text()
    assert [word.organisation_id for word in await campaign_words.list_of(db, open_call.id)] == [ORGANISATION]


@pytest.mark.usefixtures("open_call")
async def test_who_enters_something_before_the_mail_goes_out_gets_none(db: Connection, settings: Settings) -> None:
    before = datetime.now(UTC) - timedelta(days=2)
    await hear(db, settings, an_event(campaign=SLUG, status=EventStatus.SUBMITTED, changed_at=before))

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_a_call_that_was_closed_before_the_mail_goes_out_is_not_mailed(
    db: Connection, settings: Settings, open_call: CampaignState
) -> None:
    closed_on = datetime.now(BERLIN).date() - timedelta(days=3)
    await hear(
        db,
        settings,
        a_campaign(id=open_call.id, version=2, call_opens_on=closed_on, call_closes_on=closed_on),
    )

    assert await send_all(db, settings) == [MailState.SKIPPED]


@pytest.mark.parametrize(
    ("call_closes_in_days", "state"), [(2, MailState.SENT), (9, MailState.SKIPPED), (None, MailState.SKIPPED)]
)
async def test_that_a_call_closes_soon_is_mailed_only_while_it_does(
    db: Connection, settings: Settings, open_call: CampaignState, call_closes_in_days: int | None, state: MailState
) -> None:
    assert await send_all(db, settings) == [MailState.SENT]
    closes_on = open_call.call_closes_on or date.max
    two_days_before = datetime.combine(closes_on - timedelta(days=2), time(12), BERLIN)
    await ask_for_entries(db, zone=BERLIN, now=two_days_before)

    today = datetime.now(BERLIN).date()
    new = today + timedelta(days=call_closes_in_days) if call_closes_in_days else None
    await hear(db, settings, structs.replace(open_call, version=2, call_closes_on=new))

    assert await send_all(db, settings) == [state]
