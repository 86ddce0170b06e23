"""An organiser writes to those who signed up: to whom it goes, that it goes once, and to nobody else's people."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.registration.commands.announce import announce
from services.registration.domain.announcement import Announcement, Readers, Words
from shared.database import Connection, Pool
from shared.messages.events import EventState
from shared.messages.registration import AnnouncementMade
from shared.problems import Invalid
from tests.journeys.pages import Form
from tests.registration.given import (
    ORGANISATION,
    a_series,
    an_open_event,
    heard,
    signed_up,
    signed_up_for,
    told,
)
from tests.registration.sessions import Callers


async def announced(db: Connection, event: EventState, **changes: Any) -> Announcement:
    key = changes.pop("request_key", str(uuid4()))
    words: dict[str, Any] = {"said_to": Readers.ALL, "subject_line": "Tassen", "text": "Bitte mitbringen."}
    return await announce(
        db,
        event.id,
        Words(**words | changes),
        organisation_id=ORGANISATION,
        sender_name="Carla",
        request_key=key,
    )


async def with_people(db: Connection) -> tuple[EventState, dict[str, Any]]:
    """Ada has a place, Bob waits; Cem has not proven his address, Dora has cancelled, Eve gave a phone number alone."""
    event = await an_open_event(db, capacity=4)
    ids = {}
    for name, party_size in (("ada", 1), ("cem", 1), ("dora", 1), ("eve", 1), ("bob", 2)):
        reply = await signed_up(db, event, f"{name}@people.example", party_size, name=name, phone="+4923021234")
        ids[name] = reply.registration_id
    await db.execute("UPDATE registrations SET status = 'pending', held_until = now() WHERE id = $1", ids["cem"])
    await db.execute("UPDATE registrations SET status = 'cancelled', cancelled_at = now() WHERE id = $1", ids["dora"])
    await db.execute("UPDATE registrations SET email = '', address_key = phone WHERE id = $1", ids["eve"])
    return event, ids


@pytest.mark.parametrize(
    ("said_to", "reached", "unreached_count"),
    [
        (Readers.ALL, {"ada", "bob"}, 1),
        (Readers.CONFIRMED, {"ada"}, 1),
        (Readers.WAITING, {"bob"}, 0),
    ],
)
async def test_it_goes_to_those_chosen_who_have_a_proven_mail_address(
    db: Connection, said_to: Readers, reached: set[str], unreached_count: int
) -> None:
    event, ids = await with_people(db)

    announcement = await announced(db, event, said_to=said_to)

    [fact] = await told(db, AnnouncementMade)
    assert set(fact.registration_ids) == {ids[name] for name in reached}
    assert (fact.subject_line, fact.text, fact.sender_name) == ("Tassen", "Bitte mitbringen.", "Carla")
    assert (announcement.mail_count, announcement.unreached_count) == (len(reached), unreached_count)


async def test_who_comes_on_several_dates_gets_one_mail_and_only_for_the_chosen_date(db: Connection) -> None:
    event = await heard(db, a_series())
    for date in event.occurrences:
        await signed_up_for(db, event, date, "ada@people.example")
    bob = await signed_up_for(db, event, event.occurrences[1], "bob@people.example")

    everybody = await announced(db, event)
    one_date = await announced(db, event, roster_id=event.occurrences[1].id)
    with pytest.raises(Invalid):
        await announced(db, event, roster_id=event.occurrences[2].id, said_to=Readers.WAITING)

    assert (everybody.mail_count, one_date.mail_count) == (2, 2)
    assert bob.registration_id in (await told(db, AnnouncementMade))[1].registration_ids


async def test_the_same_form_sent_twice_says_it_once(db: Connection) -> None:
    event, _ = await with_people(db)

    first, second = [await announced(db, event, request_key="form") for _ in range(2)]

    assert first.id == second.id
    assert len(await told(db, AnnouncementMade)) == 1


@pytest.mark.parametrize("changes", [{"roster_id": uuid4()}, {"said_to": Readers.WAITING}])
async def test_what_would_reach_nobody_is_refused(db: Connection, changes: dict[str, Any]) -> None:
    event = await an_open_event(db)
    await signed_up(db, event, "ada@people.example")

    with pytest.raises(Invalid) as refused:
        await announced(db, event, **changes)

    assert [error.field for error in refused.value.errors] == list(changes)
    assert await told(db, AnnouncementMade) == []


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        event, _ = await with_people(db)
        return event


async def test_the_page_shows_what_will_be_sent_and_whom_it_cannot_reach_before_it_is_sent_once(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    path = f"/portal/rosters/{event.id}/announcement"
    page = (await web.get(path, headers=callers.own)).text
    assert "Everybody who signed up (2)" in page
    words = Form(page).values | {"said_to": "all", "subject_line": "Tassen <3", "text": "Bitte\n\nmitbringen."}

    preview = await web.post(path, headers=callers.own, data=words | {"step": "preview"})
    assert preview.status_code == 200
    assert "Send 2 mails" in preview.text
    assert "1 of them has no mail address" in preview.text
    assert '<bdi>eve</bdi>: <a href="tel:+4923021234">' in preview.text
    assert "Tassen &lt;3" in preview.text
    assert await pool.fetchval("SELECT count(*) FROM announcements") == 0
    hidden = Form(preview.text).values
    assert {name: hidden[name] for name in words} == words

    edited = await web.post(path, headers=callers.own, data=hidden | {"step": "edit"})
    assert "Bitte\n\nmitbringen.</textarea>" in edited.text

    for _ in range(2):
        sent = await web.post(path, headers=callers.own, data=hidden | {"step": "send"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?sent=yes")
    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'registration.announcement.%'") == 1
    after = (await web.get(sent.headers["location"], headers=callers.own)).text
    assert "Your message is on its way" in after
    assert "2 mails&nbsp;· without a mail address: 1" in after
    assert f'href="{path}"' in (await web.get(f"/portal/rosters/{event.id}", headers=callers.own)).text


@pytest.mark.parametrize("step", ["preview", "send"])
async def test_a_form_with_something_missing_comes_back_with_what_was_typed(
    web: httpx.AsyncClient, event: EventState, callers: Callers, step: str
) -> None:
    path = f"/portal/rosters/{event.id}/announcement"
    answer = await web.post(
        path, headers=callers.own, data={"said_to": "all", "text": "Bitte mitbringen.", "step": step}
    )

    assert answer.status_code == 422
    assert "<bdi>Subject line</bdi>: Please fill this in." in answer.text
    assert "Bitte mitbringen.</textarea>" in answer.text


async def test_another_organisation_s_people_are_not_to_be_written_to(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    path = f"/portal/rosters/{event.id}/announcement"

    assert (await web.get(path, headers=callers.foreign)).status_code == 404
    assert (await web.post(path, headers=callers.foreign, data={"step": "send"})).status_code == 404


async def test_a_website_writes_by_the_api_once_for_a_key_and_reads_what_was_written(
    web: httpx.AsyncClient, pool: Pool, event: EventState, callers: Callers
) -> None:
    words = {"event_id": str(event.id), "said_to": "confirmed", "subject_line": "Tassen", "text": "Bitte mitbringen."}
    headers = callers.own | {"Idempotency-Key": "once"}

    answers = [await web.post("/api/registrations/announcements", json=words, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["mail_count"], answers[0].json()["sender_name"]) == (1, "Caritas Witten")
    query = {"event_id": str(event.id)}
    listed = await web.get("/api/registrations/announcements", params=query, headers=callers.own)
    assert [item["id"] for item in listed.json()["items"]] == [answers[0].json()["id"]]
    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE subject LIKE 'registration.announcement.%'") == 1


async def test_the_api_names_what_is_wrong_and_does_not_know_another_s_event(
    web: httpx.AsyncClient, event: EventState, callers: Callers
) -> None:
    wrong = {"event_id": str(event.id), "said_to": "nobody", "subject_line": "a\nb", "text": ""}
    refused = await web.post("/api/registrations/announcements", json=wrong, headers=callers.own)
    unknown = await web.post(
        "/api/registrations/announcements",
        json=wrong | {"event_id": str(uuid4()), "said_to": "all", "subject_line": "a", "text": "b"},
        headers=callers.own,
    )

    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {"said_to", "subject_line", "text"}
    assert unknown.status_code == 404
    assert (await web.post("/api/registrations/announcements", json=wrong)).status_code == 401
