"""Searching the calendar: in any language, in other spellings, by parts of words, and what comes first."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.events.commands.change_organisation import change_organisation
from services.events.commands.forget_words import forget_words
from services.events.commands.keep_text import keep_text
from services.events.commands.remove_text import remove_text
from services.events.domain.event import PlaceFields
from services.events.domain.organisation import OrganisationFields
from services.events.domain.search import Search, cursor_of
from services.events.domain.texts import TextFields
from services.events.domain.words import folded, words_in
from services.events.tables.listing import Listed, list_public
from shared.categories import Category
from shared.database import Connection
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(NEXT_YEAR, 1, 1, tzinfo=UTC)
WORDS = [
    "Café für Übergrößen",
    "ÇİĞDEM ılık",
    "Łódź øl đ",
    "مَقْهى أسرة کتاب",
    "Ґанок Йорж ё",
    "Στάσης",
    "a_b-c 3d: 10:30",
]


async def found(db: Connection, q: str, *, limit: int = 50, cursor: str | None = None) -> Listed:
    return await list_public(db, Search(q=q, cursor=cursor), zone=BERLIN, now=NOW, limit=limit)


async def titles(db: Connection, q: str) -> list[str]:
    listed = await found(db, q)
    return [] if listed.is_near else [event.title for event in listed.events]


@pytest.fixture
async def partner(db: Connection) -> Partner:
    """With a German course, a language café and a feast in the calendar."""
    partner = await a_partner(db)
    plain = {"description": "", "languages": ["tr"]}
    course = {"title": "Deutschkurs", "category": Category.LANGUAGE, "languages": ["de"]}
    await a_published_event(db, partner, **plain | course | {"description": "Für jeden."})
    await a_published_event(db, partner, **plain | {"title": "Sprachcafé", "description": "Wir üben."})
    feast = {"title": "Nachbarschaftsfest", "description": "Mit einem Kurs im Trommeln."}
    await a_published_event(db, partner, **plain | feast | {"place": PlaceFields(name="Rathausplatz")})
    return partner


@pytest.mark.usefixtures("partner")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("DEUTSCHKURS", ["Deutschkurs"]),
        ("German course", ["Deutschkurs"]),
        ("кафе", ["Sprachcafé"]),
        ("مقهى", ["Sprachcafé"]),
        ("uben", ["Sprachcafé"]),
        ("ueben", ["Sprachcafé"]),
        ("barschaft", ["Nachbarschaftsfest"]),
        ("rathaus trommeln", ["Nachbarschaftsfest"]),
        ("турецька свято", ["Nachbarschaftsfest"]),
        ("caritas deutsch", ["Deutschkurs"]),
    ],
)
async def test_what_is_meant_is_found_in_any_language_and_by_parts_of_words(
    db: Connection, q: str, expected: list[str]
) -> None:
    assert await titles(db, q) == expected


@pytest.mark.usefixtures("partner")
async def test_what_has_the_word_in_its_title_comes_first_and_then_by_date(db: Connection) -> None:
    assert await titles(db, "Kurs") == ["Deutschkurs", "Nachbarschaftsfest"]


@pytest.mark.usefixtures("partner")
@pytest.mark.parametrize("q", ["sprachkaffe", "Shprachcafe", "Sprachcafé Zebra"])
async def test_when_nothing_fits_what_comes_near_is_shown_as_such(db: Connection, q: str) -> None:
    listed = await found(db, q)

    assert (listed.is_near, [event.title for event in listed.events]) == (True, ["Sprachcafé"])


@pytest.mark.usefixtures("partner")
@pytest.mark.parametrize("q", ["zebra", "100%_", "':* | !", "\\"])
async def test_what_is_nowhere_is_not_found(db: Connection, q: str) -> None:
    assert (await found(db, q)).events == []


@pytest.mark.parametrize("title", ["Treffen in Raum 4e5db", "Treffen um 1e3 in 10.30", f"Treffen {'lang' * 45}"])
async def test_every_word_of_a_title_is_found_as_it_is(db: Connection, partner: Partner, title: str) -> None:
    await a_published_event(db, partner, title="Treffen")
    await a_published_event(db, partner, title=title)

    assert await titles(db, title) == [title]


async def test_pages_of_what_was_found_follow_each_other(db: Connection, partner: Partner) -> None:
    await a_published_event(db, partner, title="Tanzkurs", description="Bald.")

    first = await found(db, "kurs", limit=1)
    assert first.more is not None
    second = await found(db, "kurs", limit=5, cursor=cursor_of(first.more))

    assert {event.title for event in (*first.events, *second.events[:1])} == {"Deutschkurs", "Tanzkurs"}
    assert [event.title for event in second.events[1:]] == ["Nachbarschaftsfest"]


async def test_translations_and_new_names_of_partners_are_found_at_once(db: Connection, partner: Partner) -> None:
    event = await a_published_event(db, partner, title="Lesung", description="Bald.")
    await keep_text(db, event.id, "uk", TextFields(title="Українські казки"), base_url=BASE_URL)
    assert await titles(db, "казки") == ["Lesung"]

    await remove_text(db, event.id, "uk", base_url=BASE_URL)
    assert await titles(db, "казки") == []

    await change_organisation(db, partner.id, OrganisationFields(name="Zeltlager e. V."), base_url=BASE_URL)
    assert "Lesung" in await titles(db, "Zeltlager")


async def test_words_that_no_entry_has_any_more_are_forgotten_once_a_day(db: Connection, partner: Partner) -> None:
    event = await a_published_event(db, partner, title="Lesung")
    await keep_text(db, event.id, "uk", TextFields(title="Казки"), base_url=BASE_URL)
    await remove_text(db, event.id, "uk", base_url=BASE_URL)

    await forget_words(db)

    known = await db.fetchval("SELECT array_agg(word) FROM searched_words")
    assert ("казки" in known, "lesung" in known) == (False, True)
    assert await titles(db, "barschaft") == ["Nachbarschaftsfest"]


@pytest.mark.parametrize("text", WORDS)
async def test_what_is_looked_for_is_folded_as_the_database_folds_what_there_is(db: Connection, text: str) -> None:
    [stored] = await db.fetch("SELECT folded($1) AS folded, words_in($1) AS words", text)

    assert (stored["folded"], stored["words"].split()) == (folded(text), words_in(text))
