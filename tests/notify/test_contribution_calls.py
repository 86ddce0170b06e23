"""The call for contributions: each member is asked once, and reminded once if nothing came from their organisation."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from services.notify.commands.call_for_contributions import call_for_contributions, remind_contributors
from services.notify.commands.send_edition import send_edition
from services.notify.domain.edition import AlreadyPublished, CallWithoutTime, takes_contributions
from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.notify import MailState
from tests.notify.editions import a_call, a_contribution, an_edition
from tests.notify.given import a_member, an_organisation, hear, rows, send_all
from tests.notify.postmaster import Postmaster

BERLIN = ZoneInfo("Europe/Berlin")
CLOSES_ON = date(2099, 9, 10)
NOON = datetime(2099, 8, 20, 10, tzinfo=UTC)
OTHER = uuid4()


async def two_organisations(db: Connection, settings: Settings) -> None:
    """The one with two members and one who has left, the other with one."""
    await hear(db, settings, an_organisation(), an_organisation(id=OTHER, slug="other", name="Other"))
    for name in ("ada", "bob"):
        await hear(db, settings, a_member(email=f"{name}@awo.example"))
    await hear(db, settings, a_member(email="gone@awo.example", removed_at=datetime.now(UTC)))
    await hear(db, settings, a_member(email="eve@other.example", organisation_id=OTHER, language="uk"))


async def test_each_member_is_asked_once_in_their_language(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await two_organisations(db, settings)
    edition = await an_edition(db, call_closes_on=CLOSES_ON, call_note="Gern über Neues.")

    for _ in range(2):
        await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)
    assert await send_all(db, settings) == [MailState.SENT] * 3

    assert sorted(postmaster.recipients) == ["ada@awo.example", "bob@awo.example", "eve@other.example"]
    texts = [postmaster.text(postmaster.recipients.index(name)) for name in ("ada@awo.example", "eve@other.example")]
    assert "> Gern über Neues." in texts[0]
    assert "Thursday, 10 September 2099" in texts[0]
    assert f"/portal/newsletter/{edition.id}/contributions/new" in texts[0]
    assert "четвер" in texts[1]


@pytest.mark.parametrize("closes_on", [None, NOON.date() - timedelta(days=1)])
async def test_nobody_is_asked_without_time_to_write(db: Connection, closes_on: date | None) -> None:
    edition = await an_edition(db, call_closes_on=closes_on)

    with pytest.raises(CallWithoutTime):
        await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)


async def test_nobody_is_asked_for_an_edition_that_is_being_sent(db: Connection) -> None:
    edition = await an_edition(db, call_closes_on=CLOSES_ON)
    await send_edition(db, edition.id, now=NOON)

    with pytest.raises(AlreadyPublished):
        await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)


async def test_two_days_before_those_are_reminded_from_whom_nothing_has_come(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await two_organisations(db, settings)
    edition = await an_edition(db, call_closes_on=CLOSES_ON)
    await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)
    await send_all(db, settings)
    await a_contribution(db, edition.id)
    postmaster.envelopes.clear()

    too_early, at_night, by_day = (
        datetime(2099, 9, day, hour, tzinfo=BERLIN) for day, hour in ((7, 10), (8, 6), (8, 10))
    )
    for now in (too_early, at_night):
        await remind_contributors(db, now=now, zone=BERLIN)
    assert await send_all(db, settings) == []
    for _ in range(2):
        await remind_contributors(db, now=by_day, zone=BERLIN)

    assert await send_all(db, settings) == [MailState.SENT]
    assert postmaster.recipients == ["eve@other.example"]


async def test_a_mail_that_waited_until_something_came_or_the_call_was_closed_is_not_sent(
    db: Connection, settings: Settings
) -> None:
    await two_organisations(db, settings)
    edition = await an_edition(db, call_closes_on=CLOSES_ON)
    await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)
    await remind_contributors(db, now=datetime(2099, 9, 9, 12, tzinfo=BERLIN), zone=BERLIN)
    await db.execute("DELETE FROM mails WHERE kind = 'contributions_asked_for' AND recipient <> 'eve@other.example'")
    await a_contribution(db, edition.id)

    await send_all(db, settings)
    found = {(row["kind"], row["recipient"]): row["state"] for row in await rows(db)}
    assert found == {
        ("contributions_asked_for", "eve@other.example"): "sent",
        ("contribution_deadline", "ada@awo.example"): "skipped",
        ("contribution_deadline", "bob@awo.example"): "skipped",
        ("contribution_deadline", "eve@other.example"): "sent",
    }

    await db.execute("UPDATE mails SET state = 'queued', sent_at = NULL")
    await send_edition(db, edition.id, now=NOON)
    assert await send_all(db, settings) == [MailState.SKIPPED] * 4


def test_contributions_are_taken_until_the_last_day_and_later_if_the_editor_says_so() -> None:
    edition = a_call("Herbst", call_closes_on=CLOSES_ON)

    assert takes_contributions(edition, CLOSES_ON)
    assert not takes_contributions(edition, CLOSES_ON + timedelta(days=1))
    assert takes_contributions(structs.replace(edition, takes_late=True), CLOSES_ON + timedelta(days=1))
    assert not takes_contributions(structs.replace(edition, called_at=None), CLOSES_ON)


async def test_whoever_was_just_asked_is_not_reminded_nor_anybody_after_the_last_day(
    db: Connection, settings: Settings
) -> None:
    await two_organisations(db, settings)
    day_before = datetime(2099, 9, 9, 10, tzinfo=BERLIN)
    edition = await an_edition(db, call_closes_on=CLOSES_ON, takes_late=True)
    await call_for_contributions(db, edition.id, now=day_before, zone=BERLIN)

    for now in (day_before, day_before + timedelta(days=2)):
        await remind_contributors(db, now=now, zone=BERLIN)

    assert {row["kind"] for row in await rows(db)} == {"contributions_asked_for"}


async def test_nobody_is_reminded_of_an_edition_that_is_being_sent(db: Connection, settings: Settings) -> None:
    await two_organisations(db, settings)
    edition = await an_edition(db, call_closes_on=CLOSES_ON)
    await call_for_contributions(db, edition.id, now=NOON, zone=BERLIN)
    await send_edition(db, edition.id, now=NOON)

    await remind_contributors(db, now=datetime(2099, 9, 9, 10, tzinfo=BERLIN), zone=BERLIN)

    assert {row["kind"] for row in await rows(db)} == {"contributions_asked_for"}
