"""What happened in a night is one mail in the morning, with the whole difference; or none, if there is none."""

from itertools import pairwise
from uuid import uuid4

import pytest

from services.notify.settings import Settings
from shared.database import Connection
from shared.messages.event_details import Place, Return
from shared.messages.events import EventStatus, Role
from shared.messages.notify import MailState
from tests.notify.given import a_member, an_event, hear, send_all
from tests.notify.night import NOW, announced, changed, morning, signed_up
from tests.notify.postmaster import Postmaster
from tests.notify.test_registration_changes import change_of


async def test_several_changes_of_one_night_are_one_mail_in_the_morning_with_the_whole_difference(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    for version in (
        changed(event, title="Großes Fest"),
        changed(event, version=3, title="Großes Fest", place=Place(name="Rathaus")),
        changed(event, version=4, title="Großes Fest", place=Place(name="Rathaus"), online=True),
    ):
        await hear(db, at_night, version)
        assert (await send_all(db, at_night))[-1] in (MailState.QUEUED, MailState.SKIPPED)
    assert postmaster.mails == []

    await morning(db)
    assert await send_all(db, settings) == [MailState.SENT]
    for news in ("Now: Großes Fest", "Now: Rathaus", "Before: No\nNow: Yes"):
        assert news in postmaster.text()


async def test_what_was_changed_and_cancelled_in_one_night_is_told_as_cancelled_only(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, title="Anders"))
    await send_all(db, at_night)
    await hear(db, at_night, changed(event, version=3, status=EventStatus.CANCELLED))
    await send_all(db, at_night)
    await morning(db)
    await send_all(db, settings)

    assert [mail["Subject"] for mail in postmaster.mails] == ["Cancelled: Fest der Nachbarn"]


async def test_what_was_changed_back_in_one_night_is_told_to_nobody(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event()
    await signed_up(db, settings, postmaster, event)

    await hear(db, at_night, changed(event, title="Anders"))
    await send_all(db, at_night)
    await hear(db, at_night, changed(event, version=3))
    await morning(db)

    assert await send_all(db, settings) == [MailState.SKIPPED]


@pytest.mark.parametrize(("sizes", "said"), [((3, 4), ["Before: 2\nNow: 4"]), ((3, 2), [])])
async def test_an_organiser_who_changes_a_sign_up_twice_in_one_night_is_one_mail_or_none(
    db: Connection,
    settings: Settings,
    at_night: Settings,
    postmaster: Postmaster,
    *,
    sizes: tuple[int, int],
    said: list[str],
) -> None:
    grace = await signed_up(db, settings, postmaster, an_event())
    for before, now in pairwise((2, *sizes)):
        await hear(db, at_night, change_of(grace, party_size=now, previous_party_size=before, by_organiser=True))
        await send_all(db, at_night)
    await morning(db)
    await send_all(db, settings)

    assert [each for each in said if each in postmaster.text()] == said
    assert len(postmaster.mails) == len(said)


async def test_an_entry_that_is_returned_twice_in_one_night_is_one_mail_with_the_latest_word(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    event = an_event(status=EventStatus.SUBMITTED, changed_at=NOW)
    await hear(db, at_night, a_member(), a_member(organisation_id=uuid4(), role=Role.COORDINATOR), event)
    for version, note in enumerate(("Wo ist es?", "Und wann?"), start=1):
        returned = Return(reason="incomplete", note=note)
        await hear(
            db,
            at_night,
            changed(event, version=2 * version, status=EventStatus.RETURNED, returned=returned),
            changed(event, version=2 * version + 1),
        )
        await send_all(db, at_night)
    last = changed(event, version=9, status=EventStatus.RETURNED, returned=Return(reason="other", note="Ach so."))
    await hear(db, at_night, last)
    await send_all(db, at_night)
    await morning(db)
    await send_all(db, settings)

    assert postmaster.recipients == ["ada@awo.example"]
    assert "Ach so." in postmaster.text()


async def test_words_of_an_organiser_wait_and_come_in_their_order(
    db: Connection, settings: Settings, at_night: Settings, postmaster: Postmaster
) -> None:
    grace = await signed_up(db, settings, postmaster, an_event())

    await hear(db, at_night, announced(grace, "Erstens"), announced(grace, "Zweitens"))
    assert await send_all(db, at_night) == [MailState.QUEUED, MailState.QUEUED]
    await morning(db)
    await send_all(db, settings)

    assert [mail["Subject"].split()[0] for mail in postmaster.mails] == ["Erstens", "Zweitens"]
