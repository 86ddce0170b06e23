"""An edition goes to each of its readers once, in their language, and can be paused at any moment."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.notify.commands.pause_edition import pause_edition, resume_edition
from services.notify.commands.queue_editions import queue_editions
from services.notify.commands.send_edition import send_edition
from services.notify.domain.edition import AlreadyPublished, EditionState
from services.notify.domain.subscriber import Choices, Subscriber
from services.notify.settings import Settings
from services.notify.tables import edition_mails, editions, subscribers
from shared.database import Connection
from shared.messages.notify import MailState
from tests.notify.editions import a_contribution, an_edition
from tests.notify.given import send_all
from tests.notify.postmaster import Postmaster

NOW = datetime.now(UTC)


async def a_subscriber(db: Connection, email: str, language: str = "de", *, wants_editions: bool = True) -> Subscriber:
    choices = Choices(language=language, wants_editions=wants_editions, wants_weekly=True)  # type: ignore[arg-type]
    new = await subscribers.insert_or_lock(db, email, choices, token=f"token-of-{email.partition('@')[0]}", now=NOW)
    await subscribers.mark_active(db, new.id, now=NOW)
    return new


async def readers(db: Connection, count: int) -> None:
    for number in range(count):
        await a_subscriber(db, f"reader{number}@people.example")


async def sent_edition(db: Connection) -> UUID:
    edition = await an_edition(db)
    await a_contribution(db, edition.id)
    await send_edition(db, edition.id, now=datetime.now(UTC))
    return edition.id


async def state_of(db: Connection, edition_id: UUID) -> EditionState:
    return (await editions.get(db, edition_id)).state


async def test_each_reader_gets_it_once_in_their_language_with_their_own_links(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_subscriber(db, "ada@people.example", "de")
    await a_subscriber(db, "olena@people.example", "uk")
    await a_subscriber(db, "digest@people.example", wants_editions=False)
    edition_id = await sent_edition(db)

    for _ in range(2):
        await queue_editions(db)
        await send_all(db, settings)

    assert sorted(postmaster.recipients) == ["ada@people.example", "olena@people.example"]
    words = {mail["To"]: mail for mail in postmaster.mails}
    assert words["olena@people.example"]["Subject"] == "Осінь у Віттені"
    assert words["ada@people.example"]["Subject"] == "Herbst in Witten"
    for number, name in enumerate(each.partition("@")[0] for each in postmaster.recipients):
        own, other = (f"token-of-{each}" for each in (name, "olena" if name == "ada" else "ada"))
        end = f"{settings.base_url}/subscriptions/{own}/end"
        assert postmaster.mails[number]["List-Unsubscribe"].strip() == f"<{end}>"
        assert postmaster.mails[number]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert end in postmaster.text(number)
        assert end in postmaster.html(number)
        assert other not in postmaster.text(number) + postmaster.html(number)
    await queue_editions(db)
    assert await state_of(db, edition_id) is EditionState.SENT


async def test_it_is_queued_a_part_at_a_time_and_goes_on_after_the_last(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await readers(db, 7)
    edition_id = await sent_edition(db)

    parts = [await edition_mails.queue_next(db, edition_id, count=3) for _ in range(4)]

    assert parts == [3, 3, 1, 0]
    await send_all(db, settings)
    assert sorted(postmaster.recipients) == [f"reader{number}@people.example" for number in range(7)]


async def test_nothing_goes_out_while_it_is_paused_and_all_of_it_afterwards(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await readers(db, 3)
    edition_id = await sent_edition(db)
    await edition_mails.queue_next(db, edition_id, count=2)

    await pause_edition(db, edition_id)
    await queue_editions(db)

    assert await send_all(db, settings) == []
    await resume_edition(db, edition_id)
    await queue_editions(db)
    assert await send_all(db, settings) == [MailState.SENT] * 3
    assert len(set(postmaster.recipients)) == 3


async def test_who_unsubscribes_while_it_is_being_sent_does_not_get_it(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    gone = await a_subscriber(db, "ada@people.example")
    edition_id = await sent_edition(db)
    await queue_editions(db)
    await subscribers.mark_unsubscribed(db, gone.id, now=NOW)

    assert await send_all(db, settings) == [MailState.SKIPPED]
    progress = await edition_mails.count_progress(db, edition_id)
    assert (progress.skipped_count, progress.left_count) == (1, 0)


async def test_who_subscribes_after_it_was_begun_gets_the_next_one(db: Connection, settings: Settings) -> None:
    edition_id = await sent_edition(db)
    await a_subscriber(db, "late@people.example")
    await db.execute("UPDATE subscribers SET confirmed_at = now() + interval '1 minute'")

    assert await edition_mails.queue_next(db, edition_id, count=9) == 0


async def test_an_edition_without_readers_is_done_at_once(db: Connection) -> None:
    progress = await edition_mails.count_progress(db, await sent_edition(db))

    assert (progress.left_count, progress.done_percent) == (0, 100)


async def test_progress_counts_what_was_sent_refused_and_is_still_to_go(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await readers(db, 5)
    edition_id = await sent_edition(db)
    postmaster.after_recipient = ["554 no such mail here, says our policy"]
    await edition_mails.queue_next(db, edition_id, count=3)
    await send_all(db, settings)

    progress = await edition_mails.count_progress(db, edition_id)

    assert (progress.reader_count, progress.sent_count, progress.failed_count) == (5, 2, 1)
    assert (progress.left_count, progress.done_percent) == (2, 60)


async def test_an_edition_is_begun_once(db: Connection) -> None:
    edition_id = await sent_edition(db)

    with pytest.raises(AlreadyPublished):
        await send_edition(db, edition_id, now=NOW)
    await resume_edition(db, edition_id)
    assert await state_of(db, edition_id) is EditionState.SENDING
