"""The dates of a series from one on go to a new event: what their people hear, whichever we hear of first."""

from datetime import timedelta
from itertools import permutations

import pytest
from msgspec import structs

from services.notify.settings import Settings
from services.notify.tables import participants
from shared.database import Connection
from shared.messages.event_details import Place
from shared.messages.notify import MailState
from tests.notify.given import a_member, a_series, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.series import FIRST, SECOND, changed, entries_in, settle, sign_up_for, signed_up, split


@pytest.mark.parametrize("order", list(permutations(["rest", "new"])))
async def test_whose_date_goes_to_a_new_event_unchanged_hears_nothing(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[str, ...]
) -> None:
    event = await signed_up(db, settings, postmaster)
    rest, new = split(event, 1)

    await hear(db, settings, *({"rest": rest, "new": new}[name] for name in order))
    for _ in range(2):
        await settle(db)
        assert await send_all(db, settings) == []


@pytest.mark.parametrize("order", list(permutations(["rest", "new"])))
async def test_whose_date_changes_with_the_new_event_hears_what_changed(
    db: Connection, settings: Settings, postmaster: Postmaster, order: tuple[str, ...]
) -> None:
    event = await signed_up(db, settings, postmaster, sequence=3)
    rest, new = split(event, 1, place=Place(name="Rathaus"))

    await hear(db, settings, *({"rest": rest, "new": new}[name] for name in order))
    await settle(db)
    await send_all(db, settings)

    assert postmaster.recipients == [SECOND]
    assert "Now: Rathaus" in postmaster.text()
    [entry] = entries_in(postmaster)
    assert entry["SEQUENCE"] == 5


async def test_who_stays_hears_of_a_change_at_once_when_the_new_event_was_heard_of_first(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    rest, new = split(event, 1)

    await hear(db, settings, new, structs.replace(rest, place=Place(name="Rathaus")))
    await send_all(db, settings)

    assert postmaster.recipients == [FIRST]


async def test_a_date_that_has_left_its_series_is_cancelled_only_when_no_other_event_has_come_for_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    rest, _ = split(event, 1)

    await hear(db, settings, rest)
    assert await send_all(db, settings) == []

    await settle(db)
    await send_all(db, settings)
    assert postmaster.recipients == [SECOND]
    assert "Your date is cancelled" in postmaster.text()
    assert "When: Saturday, 24 October 2099, 18:00 – 20:00" in postmaster.text()


async def test_a_confirmation_waits_while_its_date_is_on_the_way_to_another_event(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    rest, new = split(event, 1)
    await hear(db, settings, event, sign_up_for(event, 1, SECOND), rest)
    assert await send_all(db, settings) == [MailState.QUEUED]

    await hear(db, settings, new)
    await db.execute("UPDATE mails SET due_at = statement_timestamp()")
    assert await send_all(db, settings) == [MailState.SENT]
    assert "When: Saturday, 24 October 2099" in postmaster.text()


async def test_who_signed_up_just_before_the_split_belongs_to_the_new_event(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = a_series()
    rest, new = split(event, 1, title="Fest im Herbst")
    confirmed = sign_up_for(event, 1, SECOND)

    await hear(db, settings, event, new, rest, confirmed)
    await send_all(db, settings)

    participant = await participants.find(db, confirmed.registration_id)
    assert participant is not None
    assert participant.event_id == new.id
    assert "Fest im Herbst" in postmaster.mails[0]["Subject"]


async def test_a_state_from_before_the_split_that_comes_late_takes_nobody_back(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = await signed_up(db, settings, postmaster)
    before = changed(event, description="Corrected", changed_at=event.changed_at + timedelta(seconds=1))
    rest, new = split(before, 1)

    await hear(db, settings, new, before, rest)
    await settle(db)

    assert await send_all(db, settings) == []
    assert await participants.list_dates(db, new.id) == {event.occurrences[1].id}


async def test_a_series_that_goes_on_as_a_new_event_is_no_news_to_its_organisation(
    db: Connection, settings: Settings
) -> None:
    event = a_series()
    _, new = split(event, 1)

    await hear(db, settings, a_member(), event, new)

    assert [row["kind"] for row in await rows(db)] == ["event_published"]
