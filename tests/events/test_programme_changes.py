"""A programme is frozen for print, and from then on a page lists what changed."""

import io
from datetime import timedelta

import httpx
import pikepdf
import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.commands.change_event import change_event
from services.events.commands.freeze_programme import NothingToPrint, freeze_programme
from services.events.domain.event import PlaceFields
from services.events.domain.programme import (
    changes_since,
)
from services.events.settings import Settings
from shared.database import Connection, Pool
from shared.messages.events import Role
from tests.events.campaigning import FIRST, LAST, a_campaign, an_entry
from tests.events.given import BASE_URL, NEXT_YEAR, a_partner, session_of
from tests.events.printing import an_entered_event, links, programme_in


async def test_freezing_records_what_is_printed_and_a_second_click_makes_no_second_edition(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    with pytest.raises(NothingToPrint):
        await freeze_programme(db, campaign.slug, frozen_by="Stabsstelle", base_url=BASE_URL)
    event = await an_entered_event(db, partner, campaign)

    first = await freeze_programme(db, campaign.slug, frozen_by="Stabsstelle", base_url=BASE_URL)
    same = await freeze_programme(db, campaign.slug, frozen_by="Stabsstelle", base_url=BASE_URL)
    await change_event(db, event.id, an_entry(campaign, title="Lesung"), base_url=BASE_URL)
    second = await freeze_programme(db, campaign.slug, frozen_by="Stabsstelle", base_url=BASE_URL)

    assert (first.number, same.number, second.number) == (1, 1, 2)
    assert [each.programme.entries[0].title for each in (first, second)] == ["Sprachcafé", "Lesung"]


async def test_what_changed_since_print_is_listed(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    titles = ("bleibt", "zieht um", "fällt aus", "anderer Ort", "anderer Name", "gehört nicht mehr dazu")
    events = [await an_entered_event(db, partner, campaign, title=title) for title in titles]
    printed = (await freeze_programme(db, campaign.slug, frozen_by="Stabsstelle", base_url=BASE_URL)).programme

    _, moved, cancelled, elsewhere, renamed, gone = events
    next_day = an_entry(campaign, FIRST + timedelta(days=1), title="zieht um")
    await change_event(db, moved.id, next_day, base_url=BASE_URL)
    await cancel_event(db, cancelled.id, base_url=BASE_URL)
    rathaus = an_entry(campaign, title="anderer Ort", place=PlaceFields(name="Rathaus"))
    await change_event(db, elsewhere.id, rathaus, base_url=BASE_URL)
    await change_event(db, renamed.id, an_entry(campaign, title="neuer Name"), base_url=BASE_URL)
    await change_event(db, gone.id, an_entry(campaign, title=titles[5], campaign=None), base_url=BASE_URL)
    await an_entered_event(db, partner, campaign, title="kommt dazu")

    changes = changes_since(printed, await programme_in(db, campaign), cancelled={cancelled.id})

    assert {((each.before or each.after).title, *each.kinds) for each in changes} == {  # type: ignore[union-attr]
        ("zieht um", "moved"),
        ("fällt aus", "cancelled"),
        ("anderer Ort", "place"),
        ("anderer Name", "title"),
        ("gehört nicht mehr dazu", "gone"),
        ("kommt dazu", "new"),
    }


async def test_the_printed_booklet_leads_to_the_page_that_lists_what_changed(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        coordinator, partner = await a_partner(db, "stabsstelle", Role.COORDINATOR), await a_partner(db)
        campaign = await a_campaign(db, coordinator)
        event = await an_entered_event(db, partner, campaign)
    address = f"/campaigns/{campaign.slug}"
    english = {"Accept-Language": "en"}
    assert "Nothing was printed yet" in (await web.get(f"{address}/changes", headers=english)).text

    frozen = await web.post(f"/portal{address}/freeze", headers=session_of(coordinator, loaded))
    assert frozen.status_code == 303
    booklet = await web.get(f"{address}/programme.pdf?format=print&edition=1")
    assert booklet.headers["content-type"] == "application/pdf"
    assert links(pikepdf.open(io.BytesIO(booklet.content))) == {
        f"{BASE_URL}{address}/changes?edition=1",
        f"{BASE_URL}/events/{event.slug}",
    }
    known = {"If-None-Match": booklet.headers["etag"]}
    assert (await web.get(f"{address}/programme.pdf?format=print&edition=1", headers=known)).status_code == 304
    assert "All is as printed" in (await web.get(f"{address}/changes?edition=1", headers=english)).text

    async with pool.acquire() as db, db.transaction():
        later = an_entry(campaign, LAST, title="Lesung")
        await change_event(db, event.id, later, base_url=BASE_URL)
    page = (await web.get(f"{address}/changes?edition=1", headers=english)).text
    for text in ("Another time", "Another title", "Sprachcafé", "Lesung", f"3 October {NEXT_YEAR}"):
        assert text in page
    [change] = (await web.get(f"/api{address}/changes")).json()
    assert change["kinds"] == ["moved", "title"]
    again = await web.get(f"{address}/programme.pdf?format=print&edition=1")
    assert again.content == booklet.content
    assert (await web.get(f"{address}/programme.pdf?edition=2")).status_code == 404
    assert (await web.get(f"{address}/programme.pdf?format=poster")).status_code == 422
    listed = (await web.get(f"/api{address}/editions", headers=coordinator.bearer)).json()
    assert [(each["number"], each["frozen_by"], each["entry_count"]) for each in listed] == [(1, "Stabsstelle", 1)]
