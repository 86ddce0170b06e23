"""The programme of a campaign as PDF."""

import asyncio
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pikepdf
import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.commands.cancel_occurrence import cancel_occurrence
from services.events.domain.details import RecurrenceFields
from services.events.domain.programme import (
    Programme,
    ProgrammeDate,
    ProgrammeEntry,
    by_day,
    plain,
    shortened,
    undated,
)
from services.events.printing.programme import TEMPLATE, Layout, content_of
from services.events.tables import occurrences
from shared import printing
from shared.database import Connection, Pool
from shared.messages.event_details import Audience, EventText
from shared.printing import pdf_of
from tests.events.campaigning import FIRST, LAST, a_campaign
from tests.events.given import BASE_URL, a_partner
from tests.events.printing import an_entered_event, links, programme_in

A5 = (419.53, 595.28)
A4 = (595.28, 841.89)
# What Typst would take for markup, code, or the end of something.
HOSTILE = (
    '#panic("no") ] } ) $x^2$ \\ *bold* _it_ `raw` <label> @ref // = - + / "',
    '#import "/etc/passwd": *',
    '#read("/etc/passwd") \\u{202e} ]]]',
    "//comment /* open",
    "a\r\n\r\n= Heading\r\n#set page(width: 1pt)",
    "x" * 300,
    "\u200b\u200d zero-width \ufeff",
    "🎉 不同 ქართული",
)


def an_entry_titled(title: str, **changes: Any) -> ProgrammeEntry:
    usual: dict[str, Any] = {
        "event_id": "0195f0c4-7a1e-7b0d-9a55-3d1b6f0e2c11",
        "title": title,
        "text": title,
        "language": "de",
        "organisers": [title],
        "dates": [ProgrammeDate(starts_at=datetime(2027, 9, 25, 18, 0), ends_at=datetime(2027, 9, 25, 20, 0))],
        "is_postponed": False,
        "place": title,
        "address": "",
        "online": True,
        "languages": ["de", "ar"],
        "takes_registrations": True,
        "url": f"{BASE_URL}/events/sprachcafe",
    }
    return ProgrammeEntry(**(usual | changes))


def a_programme(*entries: ProgrammeEntry) -> Programme:
    return Programme(
        title="Woche der Vielfalt",
        description="Begegnungen im Kreis.",
        organisation="Stabsstelle",
        starts_on=date(2027, 9, 25),
        ends_on=date(2027, 10, 3),
        url=f"{BASE_URL}/campaigns/woche-der-vielfalt-2027",
        entries=list(entries),
    )


def pdf(programme: Programme, *, language: str = "de", layout: Layout = Layout.SCREEN) -> pikepdf.Pdf:
    content = content_of(programme, edition=None, network="WIN", language=language, layout=layout)
    return pikepdf.open(io.BytesIO(pdf_of(TEMPLATE, content, as_of=datetime(2027, 8, 1, tzinfo=UTC))))


async def test_the_programme_goes_day_by_day_and_ends_with_what_has_no_date(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    whole = {"starts_at": None, "ends_at": None, "starts_on": FIRST, "ends_on": LAST}
    for day, changes in (
        (LAST, {"title": "Fest"}),
        (FIRST, {"title": "Ausstellung"} | whole),
        (FIRST, {"title": "Lesung"}),
        (FIRST, {"title": "Fahrt", "starts_at": None, "ends_at": None}),
    ):
        await an_entered_event(db, partner, campaign, day, **changes)
    await cancel_event(db, (await an_entered_event(db, partner, campaign)).id, base_url=BASE_URL)

    programme = await programme_in(db, campaign)

    days = [(day, [entry.title for _, entry in entries]) for day, entries in by_day(programme)]
    assert days == [(FIRST, ["Ausstellung", "Lesung"]), (LAST, ["Fest"])]
    assert [entry.title for entry in undated(programme)] == ["Fahrt"]


async def test_a_series_stands_on_each_of_its_days_within_the_campaign(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    off = LAST - timedelta(days=1)
    every_fourth = RecurrenceFields(rule="FREQ=DAILY;INTERVAL=4;COUNT=5")
    daily = RecurrenceFields(rule="FREQ=DAILY;COUNT=9")
    await an_entered_event(db, partner, campaign, FIRST, recurrence=every_fourth)
    cancelled = await an_entered_event(db, partner, campaign, off, recurrence=daily)
    stored = await occurrences.list_stored(db, cancelled.id)
    await cancel_occurrence(db, cancelled.id, stored[0].id, base_url=BASE_URL)

    days = [day for day, _ in by_day(await programme_in(db, campaign))]

    assert days == [FIRST, FIRST + timedelta(days=4), LAST]
    assert len(by_day(await programme_in(db, campaign))[-1][1]) == 2


async def test_what_is_internal_is_not_in_the_programme(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    await an_entered_event(db, partner, campaign, audience=Audience.INTERNAL)

    assert (await programme_in(db, campaign)).entries == []


def test_an_entry_is_in_the_reader_s_language_where_it_was_translated() -> None:
    entry = an_entry_titled("Lesung", texts=[EventText(language="uk", title="Читання", description="")])

    titles = [
        content_of(a_programme(entry), edition=None, network="WIN", language=code, layout=Layout.SCREEN)["days"][0][
            "entries"
        ][0]["title"]
        for code in ("de", "uk", "ar")
    ]

    assert titles == ["Lesung", "Читання", "Lesung"]


@pytest.mark.parametrize(("layout", "size"), [(Layout.PRINT, A5), (Layout.SCREEN, A4)])
def test_the_booklet_has_a_cover_and_a_code_for_each_entry(layout: Layout, size: tuple[float, float]) -> None:
    entries = [an_entry_titled(f"Lesung {number}", url=f"{BASE_URL}/events/lesung-{number}") for number in range(20)]

    document = pdf(a_programme(*entries), layout=layout)

    assert [round(float(each), 2) for each in document.pages[0].mediabox[2:]] == list(size)
    assert links(document) == {a_programme().url, *(entry.url for entry in entries)}
    on_cover = len(document.pages[0].get("/Annots", []))
    assert on_cover == 1
    # Each entry's title and its code are links to its page.
    assert sum(len(page.get("/Annots", [])) for page in document.pages) == 1 + 2 * len(entries)
    assert 4 <= len(document.pages) <= 8
    assert str(document.docinfo["/Title"]) == "Woche der Vielfalt"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_what_people_wrote_is_never_read_as_markup(text: str, language: str) -> None:
    harmless = pdf(a_programme(an_entry_titled("Lesung")), language=language)
    hostile = pdf(a_programme(an_entry_titled(plain(text))), language=language)

    assert len(hostile.pages) == len(harmless.pages) == 2
    assert list(map(float, hostile.pages[1].mediabox)) == list(map(float, harmless.pages[1].mediabox))
    assert links(hostile) == links(harmless)


def test_the_same_programme_gives_the_same_bytes() -> None:
    content = content_of(
        a_programme(an_entry_titled("Lesung")), edition=None, network="WIN", language="de", layout=Layout.PRINT
    )
    as_of = datetime(2027, 8, 1, tzinfo=UTC)

    first = pdf_of(TEMPLATE, content, as_of=as_of)
    printing._set_and_keep.cache_clear()
    assert pdf_of(TEMPLATE, content, as_of=as_of) == first


def test_marks_that_turn_text_around_are_taken_out() -> None:
    assert plain("abc\u202edef\u2066 g\x07") == "abcdef g"
    assert plain("عربي") == "عربي"


def test_a_long_text_is_cut_between_words() -> None:
    cut = shortened("Wir lesen. " * 60)
    assert len(cut) <= 282
    assert cut.endswith(("lesen. …", "Wir …"))
    assert shortened("Wir\n\nlesen.") == "Wir lesen."


async def test_the_programme_is_in_the_reader_s_language(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        partner = await a_partner(db)
        campaign = await a_campaign(db, partner)
        await an_entered_event(db, partner, campaign, title="لقاء تعارف", language="ar")
    address = f"/campaigns/{campaign.slug}/programme.pdf"

    found = await asyncio.gather(*(web.get(f"{address}?lang={code}") for code in ("de", "ar", "uk")))

    documents = [pikepdf.open(io.BytesIO(answer.content)) for answer in found]
    assert [str(document.Root.Lang) for document in documents] == ["de", "ar", "uk"]
