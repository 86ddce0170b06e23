"""Organisers hear once that few places are left on a date, or none."""

from datetime import UTC, datetime

import pytest

from services.notify.domain.mail import MailKind
from services.notify.settings import Settings
from services.notify.tables import unwanted_mails
from shared.database import Connection
from shared.messages.events import EventState
from shared.messages.notify import MailState
from shared.problems import NotFound
from tests.notify.given import a_member, an_event, an_organisation, hear, rows, send_all
from tests.notify.partner_kinds import a_roster
from tests.notify.postmaster import Postmaster

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def event(db: Connection, settings: Settings) -> EventState:
    """An event with an organisation and one of its people; its publication was long ago."""
    published = an_event(changed_at=LONG_AGO)
    await hear(db, settings, an_organisation(), a_member(), published)
    return published


async def test_when_few_places_are_left_the_organisers_hear_it_once(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    for version, taken in enumerate((17, 18, 19, 12, 20)):
        await hear(db, settings, a_roster(event, taken, version=version))

    assert await send_all(db, settings) == [MailState.SENT]
    assert postmaster.mails[0]["Subject"] == "Full: Fest der Nachbarn"


@pytest.mark.parametrize(
    ("taken", "capacity", "is_told"),
    [(17, 20, False), (18, 20, True), (20, 20, True), (0, 1, False), (1, 1, True), (1, 3, False), (2, 3, True)],
)
async def test_a_tenth_is_few_and_of_small_groups_one(
    db: Connection, settings: Settings, event: EventState, taken: int, capacity: int, *, is_told: bool
) -> None:
    await hear(db, settings, a_roster(event, taken, capacity=capacity))

    assert bool(await rows(db)) is is_told


async def test_where_there_is_no_limit_nothing_gets_full(db: Connection, settings: Settings, event: EventState) -> None:
    await hear(db, settings, a_roster(event, 1000, capacity=None))

    assert await rows(db) == []


async def test_with_more_places_it_may_get_full_again(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    await hear(db, settings, a_roster(event, 18))
    await send_all(db, settings)
    await hear(db, settings, a_roster(event, 18, version=40, capacity=30))
    await hear(db, settings, a_roster(event, 29, version=41, capacity=30))

    assert await send_all(db, settings) == [MailState.SENT]
    assert "2 places are left" in postmaster.text(0)
    assert "1 place is left" in postmaster.text(1)


async def test_when_there_are_places_again_before_the_mail_goes_out_it_does_not(
    db: Connection, settings: Settings, event: EventState
) -> None:
    await hear(db, settings, a_roster(event, 18), a_roster(event, 3, version=40))

    assert await send_all(db, settings) == [MailState.SKIPPED]


async def test_a_date_that_is_over_does_not_get_full(db: Connection, settings: Settings) -> None:
    long_ago = LONG_AGO.replace(tzinfo=None)
    past = an_event(changed_at=LONG_AGO, starts_at=long_ago, ends_at=long_ago, occurrences=[])
    await hear(db, settings, a_member(), past, a_roster(past, 20))

    assert await rows(db) == []


async def test_a_full_roster_whose_event_we_have_not_heard_of_comes_again(db: Connection, settings: Settings) -> None:
    with pytest.raises(NotFound):
        await hear(db, settings, a_roster(an_event(), 20))


async def test_who_does_not_want_such_mails_gets_none(
    db: Connection, settings: Settings, event: EventState, postmaster: Postmaster
) -> None:
    colleague = a_member(email="bob@awo.example")
    await hear(db, settings, colleague)
    await unwanted_mails.replace(db, colleague.id, [MailKind.ROSTER_NEARLY_FULL])
    await hear(db, settings, a_roster(event, 20))
    await send_all(db, settings)

    assert postmaster.recipients == ["ada@awo.example"]
    assert f"{settings.base_url}/portal/mails/wishes" in postmaster.text()
