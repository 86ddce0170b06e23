"""The public calendar by its days: today, this weekend, a week, a month; as addresses that stay true."""

from datetime import UTC, date, datetime

import httpx
import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.domain.details import RecurrenceFields
from services.events.domain.months import name_of_week, week_named, week_of
from services.events.domain.search import Search, span
from services.events.domain.when import days_of
from services.events.settings import Settings
from shared.database import Pool
from shared.formats import hours
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_published_event, fields

GERMAN = {"Accept-Language": "de"}
MAY = f"/events?view=month&month={NEXT_YEAR}-05"
UNDATED: dict[str, object] = {"starts_at": None, "ends_at": None}


@pytest.mark.parametrize(
    ("when", "today", "expected"),
    [
        ("today", date(2026, 11, 25), (date(2026, 11, 25), date(2026, 11, 25))),
        ("weekend", date(2026, 11, 25), (date(2026, 11, 28), date(2026, 11, 29))),
        ("weekend", date(2026, 11, 29), (date(2026, 11, 28), date(2026, 11, 29))),
        ("month", date(2026, 12, 31), (date(2026, 12, 1), date(2026, 12, 31))),
        ("2027-02", date(2026, 12, 31), (date(2027, 2, 1), date(2027, 2, 28))),
    ],
)
def test_days_in_words_are_those_of_the_day_on_which_they_are_read(
    when: str, today: date, expected: tuple[date, date]
) -> None:
    assert days_of(when, today=today) == expected


def test_today_is_what_is_not_over_yet_by_the_clocks_of_the_city(loaded: Settings) -> None:
    now = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)

    assert span(Search(when="today"), zone=loaded.zone, now=now) == (now, datetime(2026, 11, 26, 23, tzinfo=UTC))


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 5), date(2027, 1, 3)])
def test_a_week_keeps_its_name(day: date) -> None:
    week = week_of(day)

    assert day in week
    assert week_named(name_of_week(week)) == week


def test_weeks_begin_on_monday() -> None:
    assert week_named("2026-W49")[0] == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "18:00 – 20:00"),
        ({"ends_at": datetime(NEXT_YEAR, 5, 4, 2, 0)}, "18:00 – 02:00"),
        (UNDATED | {"starts_on": date(2026, 5, 3), "ends_on": date(2026, 5, 3)}, "Ganztägig"),
        (UNDATED | {"starts_on": date(2026, 5, 3), "ends_on": date(2026, 5, 5)}, "bis Di., 5. Mai"),
        (UNDATED, ""),
    ],
)
def test_beside_the_day_a_card_says_only_what_is_left_to_say(changes: dict[str, object], expected: str) -> None:
    assert hours(fields(**changes), "de") == expected


async def test_a_month_has_each_date_of_a_series_and_each_day_of_what_lasts_several(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    days = UNDATED | {"starts_on": date(NEXT_YEAR, 5, 28), "ends_on": date(NEXT_YEAR, 6, 2)}
    async with pool.acquire() as db, db.transaction():
        weekly = RecurrenceFields(rule="FREQ=WEEKLY;COUNT=3")
        await a_published_event(db, partner, title="Jede Woche", recurrence=weekly)
        await a_published_event(db, partner, title="Ausstellung", **days)
        await a_published_event(db, partner, title="Nur wir", audience="internal")
        gone = await a_published_event(db, partner, title="Fällt aus")
        await cancel_event(db, gone.id, base_url=BASE_URL)

    page = (await web.get(MAY, headers=GERMAN)).text

    assert [page.count(f">{title}</bdi>") for title in ("Jede Woche", "Ausstellung", "Nur wir", "Fällt aus")] == [
        3,
        4,
        0,
        1,
    ]
    assert "Abgesagt" in page
    assert f"/events?view=month&amp;month={NEXT_YEAR}-06" in page


async def test_a_week_keeps_the_filters_and_leads_to_the_next(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner, title="Sprachcafé")
        await a_published_event(db, partner, title="Fest", languages=["ar"])
    year, number, _ = date(NEXT_YEAR, 5, 3).isocalendar()

    page = (await web.get(f"/events?view=week&week={year}-W{number:02}&language=uk", headers=GERMAN)).text

    assert (">Sprachcafé</bdi>" in page, ">Fest</bdi>" in page) == (True, False)
    assert f"/events?language=uk&amp;view=week&amp;week={year}-W{number + 1:02}" in page


@pytest.mark.parametrize(
    "query", ["when=tomorrow", "when=2026-13", "view=month&month=x", "view=week&week=2026-W54", "view=year"]
)
async def test_days_that_are_none_are_refused(web: httpx.AsyncClient, query: str) -> None:
    assert (await web.get(f"/events?{query}")).status_code == 422


async def test_what_was_chosen_can_be_taken_back_one_by_one(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner, title="Sprachcafé")

    page = (await web.get("/events?q=cafe&category=other&when=month", headers=GERMAN)).text

    assert 'href="/events?category=other&amp;when=month"' in page
    assert 'href="/events?q=cafe&amp;when=month"' in page
    assert 'href="/events?q=cafe&amp;category=other" aria-current="true"' in page
    assert '<meta name="robots" content="noindex, follow">' in page


async def test_an_empty_month_leads_to_the_next_that_has_something(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner, title="Sprachcafé", category="language")
    april, june = f"month={NEXT_YEAR}-04", f"month={NEXT_YEAR}-06"
    week = name_of_week(week_of(date(NEXT_YEAR, 5, 3)))

    before = (await web.get(f"/events?view=month&{april}&category=language", headers=GERMAN)).text
    in_a_week = (await web.get(f"/events?view=week&week={NEXT_YEAR}-W10", headers=GERMAN)).text
    after = (await web.get(f"/events?view=month&{june}", headers=GERMAN)).text
    of_another_kind = (await web.get(f"/events?view=month&{april}&category=culture&lang=en")).text

    assert f'href="/events?category=language&amp;view=month&amp;month={NEXT_YEAR}-05">Mai {NEXT_YEAR}</a>' in before
    assert f'href="/events?view=week&amp;week={week}"' in in_a_week
    assert f'href="/events?view=month&amp;month={NEXT_YEAR}-05">Mai {NEXT_YEAR}</a>' in after
    assert 'href="/events">Show all again</a>' in of_another_kind


async def test_words_that_nothing_fits_show_what_comes_nearest(
    web: httpx.AsyncClient, partner: Partner, pool: Pool
) -> None:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner, title="Sprachcafé")

    pages = [
        (await web.get(f"{address}&q=sprachkaffe", headers={"Accept-Language": "en"})).text
        for address in (MAY, "/events?view=list")
    ]
    in_json = (await web.get("/api/events?q=sprachkaffe")).json()

    for page in pages:
        assert "Nothing fits exactly" in page
        assert ">Sprachcafé</bdi>" in page
    assert (in_json["is_near"], [item["title"] for item in in_json["items"]]) == (True, ["Sprachcafé"])
