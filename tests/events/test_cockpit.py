"""The coordinator's cockpit: who has entered, who has not, and a reminder only to those."""

import asyncio
from datetime import date, timedelta

import httpx
import pytest

from services.events.commands.cancel_event import cancel_event
from services.events.commands.draft_event import draft_event
from services.events.commands.remind_organisations import CallNotOpen, remind_organisations
from services.events.commands.submit_event import submit_event
from services.events.domain.campaign import Campaign
from services.events.domain.campaign_report import entries_by_day
from services.events.settings import Settings
from services.events.tables import campaign_entries
from shared.database import Connection, Pool
from shared.messages.events import Role
from shared.pages import unbroken
from tests.events.campaigning import FIRST, LAST, YESTERDAY, a_campaign, an_entry, named, reminders
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_partner, a_published_event, session_of


async def an_entry_of(db: Connection, partner: Partner, campaign: Campaign, day: date = FIRST) -> None:
    event = await draft_event(db, an_entry(campaign, day), organisation_id=partner.id, base_url=BASE_URL)
    await submit_event(db, event.id, base_url=BASE_URL)


async def test_only_those_are_reminded_who_have_entered_nothing(db: Connection) -> None:
    runs, entered, drafted, nothing = [
        await a_partner(db, slug) for slug in ("stabsstelle", "caritas-witten", "awo-en", "diakonie")
    ]
    campaign = await a_campaign(db, runs, call_closes_on=FIRST - timedelta(days=30))
    other = await a_campaign(db, runs)
    await an_entry_of(db, entered, campaign)
    await an_entry_of(db, nothing, other)
    await draft_event(db, an_entry(campaign), organisation_id=drafted.id, base_url=BASE_URL)

    reminded = await remind_organisations(db, campaign.slug, "Wir freuen uns!", base_url=BASE_URL)

    assert {each.slug for each in reminded} == {"awo-en", "diakonie"}
    told = await reminders(db)
    assert {each.organisation_id for each in told} == {drafted.id, nothing.id}
    assert {(each.note, each.call_closes_on, each.link) for each in told} == {
        ("Wir freuen uns!", FIRST - timedelta(days=30), f"{BASE_URL}/portal/campaigns/{campaign.slug}")
    }


async def test_nobody_is_reminded_twice_a_day(db: Connection) -> None:
    runs, nothing = await a_partner(db, "stabsstelle"), await a_partner(db)
    campaign = await a_campaign(db, runs)

    first = await remind_organisations(db, campaign.slug, "", base_url=BASE_URL)
    again = await remind_organisations(db, campaign.slug, "", base_url=BASE_URL)
    await db.execute("UPDATE campaign_reminders SET reminded_at = reminded_at - interval '1 day'")
    next_day = await remind_organisations(db, campaign.slug, "", base_url=BASE_URL)

    assert [len(each) for each in (first, again, next_day)] == [1, 0, 1]
    [missing] = [each for each in await campaign_entries.list_participants(db, campaign.id) if each.id == nothing.id]
    assert missing.reminder_count == 2


async def test_a_double_click_reminds_once(pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        runs = await a_partner(db, "stabsstelle")
        await a_partner(db)
        campaign = await a_campaign(db, runs)

    async def remind() -> int:
        async with pool.acquire() as db, db.transaction():
            return len(await remind_organisations(db, campaign.slug, "", base_url=BASE_URL))

    assert sorted(await asyncio.gather(remind(), remind())) == [0, 1]


async def test_nobody_is_reminded_of_a_call_that_is_closed(db: Connection) -> None:
    campaign = await a_campaign(db, await a_partner(db), call_closes_on=YESTERDAY)

    with pytest.raises(CallNotOpen):
        await remind_organisations(db, campaign.slug, "", base_url=BASE_URL)


async def test_the_chart_has_every_day_and_counts_what_stands(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    for day in (FIRST, FIRST, LAST):
        await an_entry_of(db, partner, campaign, day)
    called_off = await a_published_event(db, partner, **named(an_entry(campaign)))
    await cancel_event(db, called_off.id, base_url=BASE_URL)

    entries = await campaign_entries.list_entries(db, campaign.id)
    days = entries_by_day(campaign, entries, await campaign_entries.occurrences_of(db, entries))

    assert list(days) == [FIRST + timedelta(days=number) for number in range(9)]
    assert (days[FIRST], days[FIRST + timedelta(days=1)], days[LAST]) == (2, 0, 1)


async def test_the_cockpit_shows_it_all_to_coordinators_only(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        coordinator, entered = await a_partner(db, "stabsstelle", Role.COORDINATOR), await a_partner(db)
        await a_partner(db, "diakonie")
        campaign = await a_campaign(db, coordinator)
        await an_entry_of(db, entered, campaign)
    address = f"/portal/campaigns/{campaign.slug}"
    english = {"Accept-Language": "en"}

    page = (await web.get(address, headers=session_of(coordinator, loaded) | english)).text
    assert page.index("Who has entered") < page.index("Caritas Witten") < page.index("Who has not")
    assert page.index("Who has not") < page.index("Diakonie") < page.index("Entries by day")
    assert unbroken(f"25 September {NEXT_YEAR}") in page
    reminded = await web.post(f"{address}/reminders", data={"note": "Bitte"}, headers=session_of(coordinator, loaded))
    assert reminded.status_code == 303
    assert "1 time, last on" in (await web.get(address, headers=session_of(coordinator, loaded) | english)).text
    own = (await web.get(address, headers=session_of(entered, loaded) | english)).text
    assert "Sprachcafé" in own
    assert "Diakonie" not in own

    by_api = (await web.get(f"/api/campaigns/{campaign.slug}/participation", headers=coordinator.bearer)).json()
    assert [(each["slug"], each["counts"]) for each in by_api["entered"]] == [("caritas-witten", {"submitted": 1})]
    assert [each["slug"] for each in by_api["missing"]] == ["diakonie"]
    again = await web.post(f"/api/campaigns/{campaign.slug}/reminders", json={}, headers=coordinator.bearer)
    assert again.json() == {"organisations": []}
