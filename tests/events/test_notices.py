"""Short notices: there for the days they name, and gone by themselves."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.events.commands.post_notice import post_notice
from services.events.domain.notice import NoticeFields
from services.events.tables import notices
from shared.database import Connection
from tests.events.given import a_partner
from tests.events.network import Callers

FIRST, LAST = date(2027, 2, 18), date(2027, 3, 31)
OWN = "/api/organisations/caritas-witten/notices"


async def valid_on(db: Connection, organisation_id: UUID, today: date) -> list[str]:
    return [notice.text for notice in (await notices.list_valid(db, today=today)).get(organisation_id, [])]


async def test_a_notice_holds_from_its_first_to_its_last_day(db: Connection) -> None:
    partner = await a_partner(db)
    fields = NoticeFields(text="Geschlossen", valid_from=FIRST, valid_until=LAST)
    await post_notice(db, fields, organisation_id=partner.id)

    day = timedelta(days=1)
    seen = [await valid_on(db, partner.id, today) for today in (FIRST - day, FIRST, LAST, LAST + day)]

    assert seen == [[], ["Geschlossen"], ["Geschlossen"], []]


async def test_the_public_sees_what_holds_today_and_the_partner_sees_all(
    web: httpx.AsyncClient, callers: Callers
) -> None:
    today = datetime.now(callers.settings.zone).date()
    for text, first, last in (("letzte Woche zu", -9, -1), ("heute", -1, 1), ("bald", 1, 9)):
        notice = {
            "text": text,
            "valid_from": (today + timedelta(days=first)).isoformat(),
            "valid_until": (today + timedelta(days=last)).isoformat(),
        }
        assert (await web.post(OWN, json=notice, headers=callers.partner.bearer)).status_code == 201

    public = (await web.get("/api/organisations/caritas-witten")).json()["notices"]
    own = (await web.get(OWN, headers=callers.partner.bearer)).json()["items"]
    page = (await web.get("/organisations/caritas-witten")).text

    assert [notice["text"] for notice in public] == ["heute"]
    assert [notice["text"] for notice in own] == ["bald", "heute", "letzte Woche zu"]
    assert "heute" in page
    assert "letzte Woche zu" not in page
    assert [each["text"] for each in (await web.get(OWN, headers=callers.stranger.bearer)).json()["items"]] == ["heute"]


async def test_a_notice_is_posted_changed_and_taken_down_by_the_page(web: httpx.AsyncClient, callers: Callers) -> None:
    browser = callers.browser(callers.partner)
    typed = {"text": "Wir packen Pakete.", "valid_from": "2027-02-18", "valid_until": "2099-03-31"}
    posted = await web.post("/portal/notices", data=typed, headers=browser)
    assert posted.status_code == 303
    [notice] = (await web.get(OWN, headers=callers.partner.bearer)).json()["items"]

    address = f"/portal/notices/{notice['id']}"
    assert "Wir packen Pakete." in (await web.get(address, headers=browser)).text
    await web.post(address, data=typed | {"text": "Pakete liegen bereit."}, headers=browser)
    [changed] = (await web.get(OWN, headers=callers.partner.bearer)).json()["items"]
    removed = await web.post(f"{address}/removal", headers=browser)

    assert (changed["id"], changed["text"]) == (notice["id"], "Pakete liegen bereit.")
    assert removed.status_code == 303
    assert (await web.get(OWN, headers=callers.partner.bearer)).json()["items"] == []


async def test_nobody_touches_another_s_notice(web: httpx.AsyncClient, callers: Callers) -> None:
    fields = {"text": "Zu", "valid_from": "2027-02-18", "valid_until": "2027-02-19"}
    notice = (await web.post(OWN, json=fields, headers=callers.partner.bearer)).json()
    theirs = f"/api/organisations/awo-en/notices/{notice['id']}"

    refused = [
        await web.post(OWN, json=fields, headers=callers.stranger.bearer),
        await web.patch(f"{OWN}/{notice['id']}", json={"text": "Auf"}, headers=callers.stranger.bearer),
        await web.patch(theirs, json={"text": "Auf"}, headers=callers.stranger.bearer),
        await web.delete(theirs, headers=callers.stranger.bearer),
        await web.get(f"/portal/notices/{notice['id']}", headers=callers.browser(callers.stranger)),
    ]

    assert [answer.status_code for answer in refused] == [404] * len(refused)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_until": "2027-02-17"}, "valid_until"),
        ({"valid_from": "0001-01-01"}, "valid_from"),
        ({"valid_until": "9999-12-31"}, "valid_until"),
        ({"valid_until": None}, "valid_until"),
        ({"text": "x" * 501}, "text"),
        ({"language": "xx"}, "language"),
    ],
)
async def test_bad_input_gets_a_problem_that_names_the_field(
    web: httpx.AsyncClient, callers: Callers, changes: dict[str, Any], field: str
) -> None:
    fields = {"text": "Zu", "valid_from": "2027-02-18", "valid_until": "2027-02-19"}

    answer = await web.post(OWN, json=fields | changes, headers=callers.partner.bearer)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
