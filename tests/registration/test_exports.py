"""Who comes, taken along: as a spreadsheet and on paper."""

import csv
import io
import re
import zipfile

import httpx
import pytest

from services.registration.domain.sign_up_settings import Question, QuestionKind, Texts
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import a_series, asking, heard, signed_up_for
from tests.registration.sessions import Callers

FORMATS = ("list.csv", "list.xlsx", "print", "badges.pdf")
QUESTIONS = [
    Question(id="diet", kind=QuestionKind.TEXT, text="What do you not eat?"),
    Question(id="children", kind=QuestionKind.NUMBER, text="Children", texts=Texts(de="Kinder")),
]


@pytest.fixture
async def event(pool: Pool) -> EventState:
    """Two dates for two: ada comes to the first and eva waits for it, bob comes to the second and cy has cancelled."""
    async with pool.acquire() as db, db.transaction():
        event = await heard(db, a_series(2, capacity=2))
        await asking(db, event, questions=QUESTIONS)
        first, second = event.occurrences
        for date, email, size in (
            (first, "ada@a.example", 2),
            (first, "eva@a.example", 1),
            (second, "bob@a.example", 1),
            (second, "cy@a.example", 1),
        ):
            await signed_up_for(db, event, date, email, size)
        await db.execute("UPDATE registrations SET name = split_part(email, '@', 1)")
        await db.execute(
            """
            UPDATE registrations
            SET name = '=HYPERLINK("x")', phone = '+49 2302 1', attendees = '{Ada,Zoë}', status = 'attended',
                attended_count = 1, answers = '{"diet": "@nuts", "children": 2}'
            WHERE name = 'ada'
            """
        )
        await db.execute("UPDATE registrations SET status = 'cancelled', cancelled_at = now() WHERE name = 'cy'")
    return event


async def rows_of(web: httpx.AsyncClient, callers: Callers, event: EventState, query: str = "") -> list[list[str]]:
    answer = await web.get(f"/portal/rosters/{event.id}/list.csv{query}", headers=callers.own)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


async def test_the_csv_has_a_line_for_each_party_and_a_column_for_each_question(
    web: httpx.AsyncClient, callers: Callers, event: EventState
) -> None:
    heading, ada, *_ = await rows_of(web, callers, event)

    assert heading == [
        *("Date", "Name", "Names of the party", "Mail", "Phone", "People", "Language", "State", "Organisation"),
        *("Signed up", "Came", "What do you not eat?", "Children"),
    ]
    date = f"{event.occurrences[0].starts_at:%Y-%m-%d %H:%M}"
    assert ada[:9] == [
        *(date, '\'=HYPERLINK("x")', "Ada, Zoë", "ada@a.example", "'+49 2302 1", "2", "Українська", "Attended", "")
    ]
    assert ada[10:] == ["1", "'@nuts", "2"]


async def test_the_filters_of_the_list_are_those_of_the_files(
    web: httpx.AsyncClient, callers: Callers, event: EventState
) -> None:
    async def mails(query: str = "") -> list[str]:
        return [row[3].partition("@")[0] for row in (await rows_of(web, callers, event, query))[1:]]

    second = event.occurrences[1].id
    assert await mails() == ["ada", "bob", "eva"]
    assert await mails("?page=7&sort=latest") == ["bob", "eva", "ada"]
    assert await mails(f"?roster_id={second}") == ["bob"]
    assert await mails(f"?roster_id={second}&status=all") == ["bob", "cy"]
    assert await mails("?status=waiting") == ["eva"]
    assert await mails("?q=eva") == ["eva"]
    wrong = await web.get(f"/portal/rosters/{event.id}/list.csv?status=unknown", headers=callers.own)
    assert wrong.status_code == 422


async def test_the_spreadsheet_says_the_same_in_the_reader_s_language(
    web: httpx.AsyncClient, callers: Callers, event: EventState
) -> None:
    answer = await web.get(f"/portal/rosters/{event.id}/list.xlsx?lang=de", headers=callers.own)

    assert answer.headers["content-disposition"] == f'attachment; filename="{event.slug}.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    texts = re.findall(r"<t[^>]*>([^<]*)</t>", sheet)
    assert {"Name", "Kinder", "What do you not eat?", '=HYPERLINK("x")', "+49 2302 1", "@nuts"} <= set(texts)
    assert "<f>" not in sheet


async def test_the_printed_list_has_a_sheet_for_each_date_and_a_box_for_each_person(
    web: httpx.AsyncClient, callers: Callers, event: EventState
) -> None:
    page = (await web.get(f"/portal/rosters/{event.id}/print", headers=callers.own)).text

    sheets = page.split('<table class="print-list">')[1:]
    assert [(sheet.count("print-box"), sheet.count("is-ticked")) for sheet in sheets] == [(3 + 2, 1), (1 + 1, 0)]
    assert "Sprachcafé &amp; Tee" in sheets[0].partition("</thead>")[0]
    assert "cy" not in re.findall(r"<bdi>(.*?)</bdi>", sheets[1])
    # Who waits is on the list, but does not count as coming.
    assert re.findall(r"\d (?:person|people)", page) == ["2 people", "1 person"]


@pytest.mark.parametrize("file", FORMATS)
async def test_what_is_taken_along_is_kept_in_no_cache(
    web: httpx.AsyncClient, callers: Callers, event: EventState, file: str
) -> None:
    answer = await web.get(f"/portal/rosters/{event.id}/{file}", headers=callers.own)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize("file", FORMATS)
async def test_who_was_forgotten_has_no_name_anywhere_and_is_still_counted(
    web: httpx.AsyncClient, callers: Callers, event: EventState, pool: Pool, file: str
) -> None:
    await pool.execute("UPDATE registrations SET name = '', erased_at = now(), attendees = '{}', answers = '{}'")

    answer = await web.get(f"/portal/rosters/{event.id}/{file}", headers=callers.own)

    assert answer.status_code == 200
    if file == "list.csv":
        assert len((await rows_of(web, callers, event))[1:]) == 3


@pytest.mark.parametrize("file", FORMATS)
async def test_others_get_nothing_and_coordinators_with_a_grant_leave_a_trace(
    web: httpx.AsyncClient, callers: Callers, event: EventState, pool: Pool, file: str
) -> None:
    address = f"/portal/rosters/{event.id}/{file}"
    for headers in (callers.foreign, callers.coordinator):
        assert (await web.get(address, headers=headers)).status_code == 404
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, version=2, coordinators_see_people=True)

    assert (await web.get(address, headers=callers.foreign)).status_code == 404
    assert (await web.get(address, headers=callers.coordinator)).status_code == 200

    looks = (await web.get(f"/api/registrations/looks?event_id={event.id}", headers=callers.own)).json()["items"]
    assert [(look["kind"], look["member_name"]) for look in looks] == [("export", "Somebody of Stabsstelle")]
