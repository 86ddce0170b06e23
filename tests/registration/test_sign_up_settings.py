"""An organiser sets what is asked at an event's sign-up, and how: on pages, and by program."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.registration.domain.sign_up_settings import Question, SignUpSettings
from services.registration.tables import sign_up_settings
from shared.database import Pool
from shared.messages.events import EventState
from shared.messages.registration import RosterState
from tests.registration.given import NEXT_WEEK, an_open_event, roster_of, told
from tests.registration.sessions import Callers

FOOD = {"id": "food-1", "kind": "choice", "text": "Food?", "options": ["All", "Vegan"]}
NUTS = {"id": "nuts", "kind": "text", "text": "Nuts?", "only_if": {"question": "food-1", "answer": "Vegan"}}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db, capacity=10)


async def kept(pool: Pool, event: EventState) -> SignUpSettings:
    async with pool.acquire() as db:
        return await sign_up_settings.get(db, event.id)


async def asked(pool: Pool, event: EventState) -> list[Question]:
    return (await kept(pool, event)).asked


async def put(web: httpx.AsyncClient, event: EventState, callers: Callers, **settings: Any) -> httpx.Response:
    address = f"/api/registrations/settings/{event.id}"
    before = (await web.get(address, headers=callers.own)).json()
    return await web.put(address, json=before | settings, headers=callers.own)


def page_of(event: EventState, part: str = "") -> str:
    return f"/portal/rosters/{event.id}/settings{part}"


async def test_the_page_keeps_all_that_it_asks_and_shows_it_again(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    opens_at = (NEXT_WEEK - timedelta(days=3)).replace(tzinfo=None)
    typed: dict[str, Any] = {
        "version": "0",
        "note": "Bitte Hausschuhe mitbringen.",
        "note_texts.ar": "يرجى إحضار أحذية منزلية.",
        "asks_names": "on",
        "largest_party": "5",
        "organisation_quota": "3",
        "opens_at": opens_at.strftime("%Y-%m-%dT%H:%M"),
        "closes_hours_before": "24",
        "changes_hours_before": "48",
        "reminder_hours": ["72", "2"],
        "asks_how_it_was": "on",
        "booking": "course",
        "keep_days": "10",
    }

    posted = await web.post(page_of(event), data=typed, headers=callers.own)
    shown = await web.get(posted.headers["Location"], headers=callers.own)

    assert posted.status_code == 303
    assert "Saved." in shown.text
    for text in (
        typed["note"],
        typed["note_texts.ar"],
        'value="5"',
        'value="24"',
        'value="48"',
        f'value="{opens_at.isoformat()}"',
    ):
        assert text in shown.text
    settings = await kept(pool, event)
    assert (settings.version, settings.asks_names, settings.proves_address) == (1, True, False)
    assert (settings.organisation_quota, settings.booking, settings.keep_days) == (3, "course", 10)
    assert (settings.reminder_hours, settings.asks_how_it_was) == ([72, 2], True)


@pytest.mark.parametrize(("online", "usual"), [(False, ["24"]), (True, ["24", "1"])])
async def test_reminders_stay_as_usual_until_the_organiser_ticks_others_or_none(
    web: httpx.AsyncClient, pool: Pool, callers: Callers, *, online: bool, usual: list[str]
) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await an_open_event(db, online=online)
    shown = (await web.get(page_of(event), headers=callers.own)).text
    ticked = re.findall(r'name="reminder_hours" type="checkbox" value="(\d+)" checked', shown)
    assert ticked == usual

    await web.post(page_of(event), data={"version": "0", "reminder_hours": ticked}, headers=callers.own)
    assert (await kept(pool, event)).reminder_hours is None

    await web.post(page_of(event), data={"version": "1"}, headers=callers.own)
    assert (await kept(pool, event)).reminder_hours == []


async def test_others_hear_which_mails_the_organiser_wants(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await put(web, event, callers, reminder_hours=[36, 1], asks_how_it_was=True)

    async with pool.acquire() as db:
        state = (await told(db, RosterState))[-1]
    assert (state.reminder_hours, state.asks_how_it_was) == ([36, 1], True)
    assert "36 hours before" in (await web.get(page_of(event), headers=callers.own)).text


async def test_when_sign_up_opens_and_closes_holds_for_the_dates_at_once(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    opens_at = (NEXT_WEEK - timedelta(days=3)).replace(tzinfo=None)

    await put(web, event, callers, opens_at=opens_at.isoformat(), closes_hours_before=2)

    async with pool.acquire() as db:
        roster = await roster_of(db, event)
        state = (await told(db, RosterState))[-1]
    assert (roster.opens_at, roster.closes_at) == (NEXT_WEEK - timedelta(days=3), NEXT_WEEK - timedelta(hours=2))
    assert (state.opens_at, state.closes_at) == (roster.opens_at, roster.closes_at)
    assert "not open yet" in (await web.get(f"/register/{event.slug}")).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"largest_party": "0"}, "largest_party"),
        ({"keep_days": "for ever"}, "keep_days"),
        ({"note": "<script>"}, "note"),
        ({"note_texts.uk": "x" * 2001}, "note_texts.uk"),
        ({"booking": "nothing"}, "booking"),
        ({"reminder_hours": "0"}, "reminder_hours"),
        ({"reminder_hours": ["1", "2", "3", "4", "5", "6"]}, "reminder_hours"),
        (
            {"opens_at": (NEXT_WEEK - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"), "closes_hours_before": "2"},
            "opens_at",
        ),
    ],
)
async def test_a_mistake_is_shown_at_its_field_and_nothing_is_kept(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers, changes: dict[str, Any], field: str
) -> None:
    typed = {"version": "0", "closes_hours_before": "7"} | changes

    answer = await web.post(page_of(event), data=typed, headers=callers.own)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert f'name="closes_hours_before" type="number" value="{typed["closes_hours_before"]}"' in answer.text
    assert await kept(pool, event) == SignUpSettings()


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (FOOD | {"options": ["All"]}, "options"),
        (FOOD | {"options": ["All", "All"]}, "options"),
        (FOOD | {"option_texts": {"ar": ["كل شيء"]}}, "option_texts.ar"),
        (FOOD | {"id": "Food!"}, "id"),
        (FOOD | {"kind": "colour"}, "kind"),
        (FOOD | {"text": ""}, "text"),
        (FOOD | {"texts": {"pl": "?"}}, "texts.pl"),
        (NUTS, "only_if"),
        (FOOD | {"colour": "red"}, "colour"),
    ],
)
async def test_a_program_reads_which_field_of_which_question_is_wrong(
    web: httpx.AsyncClient, event: EventState, callers: Callers, question: dict[str, Any], field: str
) -> None:
    first = {"kind": "text", "text": "Anything else?"}

    answer = await put(web, event, callers, questions=[first, question])

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"questions.1.{field}"]


async def test_a_program_sets_all_at_once_and_what_it_leaves_out_is_gone(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    first = await put(web, event, callers, questions=[FOOD, {"kind": "date", "text": "Born on?"}])
    second = await put(web, event, callers, questions=[first.json()["questions"][1]])

    assert (first.status_code, first.json()["version"], second.json()["version"]) == (200, 1, 2)
    assert [(each["id"], each["is_gone"]) for each in second.json()["questions"]] == [
        ("born-on-1", False),
        ("food-1", True),
    ]


async def test_two_who_change_the_settings_at_once_do_not_overwrite_each_other(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    address = f"/api/registrations/settings/{event.id}"
    for status in (200, 409):
        answer = await web.put(address, json={"version": 0, "keep_days": 7}, headers=callers.own)
        assert answer.status_code == status

    page = await web.post(page_of(event), data={"version": "0", "keep_days": "9"}, headers=callers.own)
    assert page.status_code == 422
    assert "Save again" in page.text
    assert 'name="version" value="1"' in page.text
    assert (await kept(pool, event)).keep_days == 7


async def test_settings_of_another_organisation_are_not_there(
    web: httpx.AsyncClient, event: EventState, pool: Pool, callers: Callers
) -> None:
    await put(web, event, callers, questions=[FOOD])
    api = f"/api/registrations/settings/{event.id}"
    question = page_of(event, "/questions/food-1")

    for stranger in (callers.foreign, callers.coordinator):
        reads = [page_of(event), page_of(event, "/questions"), page_of(event, "/new-question"), question, api]
        writes = [page_of(event), page_of(event, "/questions"), question, f"{question}/position", f"{question}/removal"]
        answers = [await web.get(path, headers=stranger) for path in reads]
        answers += [await web.post(path, data={"version": "1"}, headers=stranger) for path in writes]
        answers.append(await web.put(api, json={"version": 1}, headers=stranger))
        assert [answer.status_code for answer in answers] == [404] * len(answers)

    assert [each.id for each in await asked(pool, event)] == ["food-1"]
