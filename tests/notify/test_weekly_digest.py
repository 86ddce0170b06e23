"""The weekly digest: on Thursday morning, only what each has chosen, and nothing when there is nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.domain.weekly_digest import digest_day
from services.notify.settings import Settings
from services.notify.tables import subscribers
from shared.categories import Category
from shared.database import Connection
from shared.messages.event_details import Audience, CoOrganiser, EventText, OccurrenceStatus
from shared.messages.events import EventStatus
from shared.messages.notify import MailState
from tests.notify.digests import a_reader, digests, queue, soon
from tests.notify.given import BERLIN, ORGANISATION, hear, rows, send_all
from tests.notify.postmaster import Postmaster
from tests.notify.subscribing import ADA


async def test_a_subscriber_hears_of_the_coming_events_in_their_language_once_a_week(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    subscriber = await a_reader(db, language="uk")
    texts = [EventText(language="uk", title="Свято сусідів", description="")]
    fest, walk = soon(5, texts=texts), soon(3, title="Spaziergang", takes_registrations=False)
    await hear(db, settings, fest, walk)

    counts = [await queue(db, settings) for _ in range(2)]
    states = await send_all(db, settings)

    assert counts == [1, 0]
    assert states == [MailState.SENT]
    text = postmaster.text()
    assert text.index("Spaziergang") < text.index("Свято сусідів")
    assert "Fest der Nachbarn" not in text
    assert fest.url in text
    assert f"https://calendar.witten.example/register/{fest.slug}" in text
    assert walk.slug not in text
    assert f"https://calendar.witten.example{subscriber.path}" in text
    mail = postmaster.mails[0]
    assert mail["List-Unsubscribe"] == f"<https://calendar.witten.example{subscriber.end_path}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("chosen", "event", "told"),
    [
        ({}, {}, [ADA]),
        ({"topics": [Category.SPORT]}, {"category": "sport"}, [ADA]),
        ({"topics": [Category.SPORT, Category.YOUTH]}, {"category": "family"}, []),
        ({"event_languages": ["uk", "ru"]}, {"languages": ["de", "uk"]}, [ADA]),
        ({"event_languages": ["uk"]}, {"languages": []}, []),
        ({"organisation_ids": [ORGANISATION]}, {}, [ADA]),
        ({"organisation_ids": [uuid4()]}, {}, []),
        ({"topics": [Category.SPORT], "event_languages": ["uk"]}, {"category": "sport", "languages": ["de"]}, []),
        ({}, {"status": EventStatus.SUBMITTED}, []),
        ({}, {"status": EventStatus.CANCELLED}, []),
        ({}, {"status": EventStatus.POSTPONED}, []),
        ({}, {"audience": Audience.INTERNAL}, []),
        ({"wants_weekly": False}, {}, []),
    ],
)
async def test_only_what_fits_told_and_when_nothing_does_nothing_is_mailed(
    db: Connection, settings: Settings, chosen: dict[str, Any], event: dict[str, Any], told: list[str]
) -> None:
    await a_reader(db, **chosen)
    await hear(db, settings, soon(**event))

    await queue(db, settings)

    assert await digests(db) == told


async def test_an_event_is_also_that_of_those_who_take_part(db: Connection, settings: Settings) -> None:
    partner = CoOrganiser(id=uuid4(), slug="caritas", name="Caritas")
    await a_reader(db, organisation_ids=[partner.id])
    await hear(db, settings, soon(co_organisers=[partner]))

    await queue(db, settings)

    assert await digests(db) == [ADA]


async def test_what_is_past_far_ahead_or_off_on_that_date_is_not_told(db: Connection, settings: Settings) -> None:
    await a_reader(db)
    off = soon()
    occurrences = [structs.replace(each, status=OccurrenceStatus.CANCELLED) for each in off.occurrences]
    await hear(db, settings, soon(-8), soon(15), structs.replace(off, occurrences=occurrences))

    await queue(db, settings)

    assert await digests(db) == []


async def test_an_event_with_several_dates_is_told_once_with_the_first_of_them(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_reader(db)
    course = soon(2)
    second = structs.replace(
        course.occurrences[0], id=uuid4(), starts_at=course.occurrences[0].starts_at + timedelta(days=7)
    )
    await hear(db, settings, structs.replace(course, occurrences=[second, *course.occurrences]))

    await queue(db, settings)
    await send_all(db, settings)

    assert postmaster.text().count("* Fest der Nachbarn\n") == 1
    assert "and further dates" in postmaster.text()


async def test_when_and_where_begin_on_the_side_from_which_one_reads(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_reader(db, language="ar")
    await hear(db, settings, soon(2))

    await queue(db, settings)
    await send_all(db, settings)

    begins = "\N{RIGHT-TO-LEFT MARK}\N{FIRST STRONG ISOLATE}"
    assert sum(line.startswith(begins) for line in postmaster.text().splitlines()) == 2


async def test_twenty_events_are_told_and_where_the_others_are(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    await a_reader(db)
    await hear(db, settings, *(soon(1 + number / 10) for number in range(21)))

    await queue(db, settings)
    await send_all(db, settings)

    assert postmaster.text().count("* Fest der Nachbarn\n") == 20
    assert "https://calendar.witten.example/events\n" in postmaster.text()


async def test_what_is_no_longer_true_when_the_turn_comes_is_not_sent(
    db: Connection, settings: Settings, postmaster: Postmaster
) -> None:
    event = soon()
    await a_reader(db)
    gone = await a_reader(db, email="bob@people.example")
    await hear(db, settings, event)
    await queue(db, settings)

    await subscribers.mark_unsubscribed(db, gone.id, now=datetime.now(UTC))
    await hear(db, settings, structs.replace(event, version=2, status=EventStatus.CANCELLED))

    assert set(await send_all(db, settings)) == {MailState.SKIPPED}
    assert postmaster.recipients == []
    answers = {row["recipient"]: row["last_answer"] for row in await rows(db)}
    assert answers == {
        ADA: "There was nothing to tell any more.",
        "bob@people.example": "The person has unsubscribed meanwhile.",
    }


@pytest.mark.parametrize(
    ("moment", "thursday"),
    [
        ("2026-07-02T05:59Z", ""),
        ("2026-07-02T06:00Z", "2026-07-02"),
        ("2026-07-02T17:59Z", "2026-07-02"),
        ("2026-07-02T18:00Z", ""),
        ("2026-12-03T06:30Z", ""),
        ("2026-12-03T07:00Z", "2026-12-03"),
        ("2026-07-03T07:00Z", ""),
    ],
)
def test_it_thursday_on_thursday_from_eight_by_the_clocks_there(moment: str, thursday: str) -> None:
    now = datetime.fromisoformat(moment)

    assert digest_day(now, BERLIN) == (date.fromisoformat(thursday) if thursday else None)
