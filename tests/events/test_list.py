"""The public list: what is in it, in which order, and a page at a time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.events.commands.import_event import import_event
from services.events.domain.event import Event
from services.events.domain.search import Search, cursor_of
from services.events.routes.events import count_in_words
from services.events.tables.listing import MOST_COUNTED, count_public, list_public
from shared.categories import Category
from shared.database import Connection
from shared.messages.events import EventStatus
from shared.problems import Invalid
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, fields

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(NEXT_YEAR, 1, 1, tzinfo=UTC)


async def titles(db: Connection, search: Search, *, now: datetime = NOW) -> list[str]:
    found = await list_public(db, search, zone=BERLIN, now=now, limit=50)
    return [event.title for event in found.events]


async def imported(
    db: Connection, partner: Partner, *, status: EventStatus, changed_at: datetime, title: str, undated: bool = False
) -> Event:
    dates = {"starts_at": None, "ends_at": None} if undated else {}
    return await import_event(
        db,
        fields(title=title, **dates),
        organisation_id=partner.id,
        status=status,
        changed_at=changed_at,
        base_url=BASE_URL,
    )


async def test_events_come_in_the_order_of_their_dates_and_undated_ones_last(db: Connection) -> None:
    partner = await a_partner(db)
    recent = NOW - timedelta(days=30)
    await imported(db, partner, status=EventStatus.PUBLISHED, changed_at=recent, title="Irgendwann", undated=True)
    await a_published_event(db, partner, title="Mai")
    april = {"starts_on": date(NEXT_YEAR, 4, 1), "ends_on": date(NEXT_YEAR, 4, 2), "starts_at": None, "ends_at": None}
    await a_published_event(db, partner, title="April", **april)

    assert await titles(db, Search()) == ["April", "Mai", "Irgendwann"]


async def test_what_is_over_or_not_public_is_not_in_it(db: Connection) -> None:
    partner = await a_partner(db)
    await a_published_event(db, partner, title="Mai")
    await imported(db, partner, status=EventStatus.SUBMITTED, changed_at=NOW, title="Eingereicht")

    assert await titles(db, Search()) == ["Mai"]
    assert await titles(db, Search(), now=datetime(NEXT_YEAR, 5, 4, tzinfo=UTC)) == []


async def test_an_undated_entry_of_a_past_year_is_found_in_that_year_only(db: Connection) -> None:
    partner = await a_partner(db)
    long_ago = datetime(2021, 2, 18, tzinfo=UTC)
    await imported(db, partner, status=EventStatus.CANCELLED, changed_at=long_ago, title="Messe", undated=True)

    assert await titles(db, Search()) == []
    assert await titles(db, Search(from_day=date(2021, 1, 1), to_day=date(2021, 12, 31))) == ["Messe"]


async def test_filters_all_hold_together(db: Connection) -> None:
    caritas, awo = await a_partner(db, "caritas-witten"), await a_partner(db, "awo-en")
    await a_published_event(db, caritas, title="Beratung", category=Category.ADVICE, languages=["uk"])
    await a_published_event(db, awo, title="Fest", category=Category.CELEBRATION, languages=["de"])

    assert await titles(db, Search(organisation="awo-en")) == ["Fest"]
    assert await titles(db, Search(category=Category.ADVICE)) == ["Beratung"]
    assert await titles(db, Search(language="uk")) == ["Beratung"]
    assert await titles(db, Search(q="berat")) == ["Beratung"]
    assert await titles(db, Search(q="100%_")) == []
    assert await titles(db, Search(organisation="awo-en", language="uk")) == []


async def test_a_list_goes_on_where_its_page_ended(db: Connection) -> None:
    partner = await a_partner(db)
    for day in range(1, 6):
        starts_at = datetime(NEXT_YEAR, 5, day, 18, 0)
        await a_published_event(
            db, partner, title=f"Tag {day}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )

    first = await list_public(db, Search(), zone=BERLIN, now=NOW, limit=3)
    assert first.more is not None
    rest = await list_public(db, Search(cursor=cursor_of(first.more)), zone=BERLIN, now=NOW, limit=3)

    assert [event.title for event in [*first.events, *rest.events]] == [f"Tag {day}" for day in range(1, 6)]
    assert rest.more is None


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(), 4),
        (Search(q="tag"), 3),
        (Search(category=Category.CULTURE), 1),
        (Search(from_day=date(NEXT_YEAR, 5, 2), to_day=date(NEXT_YEAR, 5, 2)), 2),
    ],
)
async def test_all_that_fit_are_counted_and_not_only_those_of_the_page(
    db: Connection, search: Search, expected: int
) -> None:
    partner = await a_partner(db)
    for day in range(1, 4):
        starts_at = datetime(NEXT_YEAR, 5, day, 18, 0)
        category = Category.CULTURE if day == 1 else Category.OTHER
        dates = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        await a_published_event(db, partner, title=f"Tag {day}", category=category, **dates)
    await imported(
        db, partner, status=EventStatus.PUBLISHED, changed_at=NOW - timedelta(days=30), title="Später", undated=True
    )
    first = await list_public(db, search, zone=BERLIN, now=NOW, limit=1)

    assert await count_public(db, search, first.sought, zone=BERLIN, now=NOW) == expected
    assert len(await titles(db, search)) == expected


def test_so_many_that_nobody_counts_them_are_said_to_be_more() -> None:
    assert count_in_words("de", MOST_COUNTED) == "1.000 Veranstaltungen"
    assert count_in_words("de", MOST_COUNTED + 1) == "Mehr als 1.000 Veranstaltungen"


async def test_a_cursor_that_is_not_ours_is_named(db: Connection) -> None:
    with pytest.raises(Invalid) as problem:
        await titles(db, Search(cursor="kaputt"))

    assert [error.field for error in problem.value.errors] == ["cursor"]
