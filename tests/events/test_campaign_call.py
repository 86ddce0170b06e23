"""Who may enter when: the days of the call, late access codes for one organisation."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.events.commands.change_campaign import change_campaign
from services.events.commands.change_event import change_event
from services.events.commands.continue_event import continue_event
from services.events.commands.draft_event import draft_event
from services.events.commands.late_access import make_late_code, redeem_late_code, revoke_late_code
from services.events.commands.return_event import return_event
from services.events.commands.submit_event import submit_event
from services.events.domain.campaign import TooManyTries, check_call
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import ReturnFields, ReturnReason
from services.events.settings import Settings
from services.events.tables import late_codes, occurrences
from shared.database import Connection, Pool
from shared.messages.events import EventStatus, Role
from shared.problems import Invalid
from tests.events.campaigning import FIRST, TODAY, TOMORROW, YESTERDAY, a_campaign, an_entry, campaign_fields, named
from tests.events.given import BASE_URL, NEXT_YEAR, a_partner, a_published_event, session_of


@pytest.mark.parametrize(
    ("moment", "expectation"),
    [
        (datetime(2027, 1, 9, 22, 59, tzinfo=UTC), pytest.raises(Invalid)),
        (datetime(2027, 1, 9, 23, 0, tzinfo=UTC), nullcontext()),
        (datetime(2027, 4, 30, 21, 59, tzinfo=UTC), nullcontext()),
        (datetime(2027, 4, 30, 22, 0, tzinfo=UTC), pytest.raises(Invalid)),
    ],
)
async def test_the_call_is_open_on_its_first_and_last_day_as_clocks_show_it_there(
    db: Connection, moment: datetime, expectation: AbstractContextManager[Any]
) -> None:
    campaign = await a_campaign(
        db, await a_partner(db), call_opens_on=date(2027, 1, 10), call_closes_on=date(2027, 4, 30)
    )

    with expectation:
        check_call(campaign, campaign.today(moment))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ({"call_opens_on": TOMORROW}, {"opens": TOMORROW.isoformat()}),
        ({"call_closes_on": YESTERDAY}, {"closes": YESTERDAY.isoformat()}),
    ],
)
async def test_nobody_enters_while_the_call_is_not_open(
    db: Connection, call: dict[str, Any], named: dict[str, str]
) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, **call)

    with pytest.raises(Invalid) as problem:
        await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)
    [error] = problem.value.errors
    assert (error.field, error.values) == ("campaign", named)

    other = await draft_event(db, an_entry(campaign, campaign=None), organisation_id=partner.id, base_url=BASE_URL)
    with pytest.raises(Invalid):
        await change_event(db, other.id, an_entry(campaign), base_url=BASE_URL)


async def test_coordinators_enter_at_any_time(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)

    entry = an_entry(campaign)
    event = await draft_event(db, entry, organisation_id=partner.id, base_url=BASE_URL, by=Role.COORDINATOR)

    assert event.campaign == campaign.slug
    outside = an_entry(campaign, FIRST - timedelta(days=1))
    with pytest.raises(Invalid):
        await draft_event(db, outside, organisation_id=partner.id, base_url=BASE_URL, by=Role.COORDINATOR)


async def test_what_was_entered_in_time_can_be_changed_after_the_call_but_not_handed_in_late(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)
    in_time, late = [
        await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL) for _ in range(2)
    ]
    await submit_event(db, in_time.id, base_url=BASE_URL)
    closed = campaign_fields(partner, call_closes_on=YESTERDAY)
    await change_campaign(db, campaign.slug, closed, [], base_url=BASE_URL)

    moved = await change_event(db, in_time.id, an_entry(campaign, FIRST + timedelta(days=1)), base_url=BASE_URL)
    await return_event(db, in_time.id, ReturnFields(reason=ReturnReason.OTHER), base_url=BASE_URL)
    again = await submit_event(db, in_time.id, base_url=BASE_URL)

    assert moved.starts_at == datetime(NEXT_YEAR, 9, 26, 18, 0)
    assert again.status is EventStatus.SUBMITTED
    with pytest.raises(Invalid) as problem:
        await submit_event(db, late.id, base_url=BASE_URL)
    assert [error.field for error in problem.value.errors] == ["campaign"]


async def test_no_later_date_of_a_series_slips_into_a_campaign_whose_call_is_closed(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)
    series = an_entry(campaign, campaign=None, recurrence=RecurrenceFields(rule="FREQ=DAILY;COUNT=5"))
    event = await a_published_event(db, partner, **named(series))
    second = (await occurrences.list_stored(db, event.id))[1]

    with pytest.raises(Invalid) as problem:
        await continue_event(db, event.id, second.id, an_entry(campaign, FIRST + timedelta(days=1)), base_url=BASE_URL)

    assert [error.field for error in problem.value.errors] == ["campaign"]


async def test_a_late_code_lets_in_one_organisation_and_no_other(db: Connection) -> None:
    partner, other = await a_partner(db), await a_partner(db, "awo-en")
    campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)
    code = await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=TOMORROW)

    assert not await redeem_late_code(db, campaign.slug, code, organisation_id=other.id)
    assert await redeem_late_code(db, campaign.slug, code.lower().replace("-", " "), organisation_id=partner.id)

    event = await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)
    assert (await submit_event(db, event.id, base_url=BASE_URL)).status is EventStatus.SUBMITTED
    with pytest.raises(Invalid):
        await draft_event(db, an_entry(campaign), organisation_id=other.id, base_url=BASE_URL)
    stored = await db.fetchrow("SELECT * FROM late_codes")
    assert stored is not None
    assert code not in str(dict(stored))


async def test_a_late_code_is_for_one_campaign_until_its_day_and_can_be_taken_back(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)
    other = await a_campaign(db, partner, call_closes_on=YESTERDAY)
    code = await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=TOMORROW)

    assert not await redeem_late_code(db, other.slug, code, organisation_id=partner.id)
    assert await redeem_late_code(db, campaign.slug, code, organisation_id=partner.id)
    assert await late_codes.opened_until(db, campaign.id, partner.id, today=TOMORROW) == TOMORROW
    assert await late_codes.opened_until(db, campaign.id, partner.id, today=TOMORROW + timedelta(days=1)) is None

    [listed] = await late_codes.list_valid(db, campaign.id, today=TODAY)
    await revoke_late_code(db, campaign.slug, listed.id)
    with pytest.raises(Invalid):
        await draft_event(db, an_entry(campaign), organisation_id=partner.id, base_url=BASE_URL)


async def test_a_new_late_code_replaces_the_one_before(db: Connection) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)
    first = await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=TOMORROW)
    second = await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=TOMORROW)

    assert not await redeem_late_code(db, campaign.slug, first, organisation_id=partner.id)
    assert await redeem_late_code(db, campaign.slug, second, organisation_id=partner.id)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=2), date(NEXT_YEAR, 10, 4)])
async def test_a_late_code_ends_between_today_and_the_campaign_s_end(db: Connection, day: date) -> None:
    partner = await a_partner(db)
    campaign = await a_campaign(db, partner)

    with pytest.raises(Invalid) as problem:
        await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=day)

    assert [error.field for error in problem.value.errors] == ["expires_on"]


async def test_codes_cannot_be_tried_out(web: httpx.AsyncClient, pool: Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        partner, other = await a_partner(db), await a_partner(db, "awo-en")
        campaign = await a_campaign(db, partner, call_closes_on=YESTERDAY)
        code = await make_late_code(db, campaign.slug, organisation=partner.slug, expires_on=TOMORROW)
        others = await make_late_code(db, campaign.slug, organisation=other.slug, expires_on=TOMORROW)
    address = f"/api/campaigns/{campaign.slug}/late-access"

    wrong = [await web.post(address, json={"code": f"WRONG-{number}"}, headers=partner.bearer) for number in range(5)]
    right = await web.post(address, json={"code": code}, headers=partner.bearer)
    elsewhere = await web.post(address, json={"code": others}, headers=other.bearer)

    assert [answer.status_code for answer in wrong] == [422] * 5
    assert (right.status_code, right.json()["type"]) == (429, "too-many-tries")
    assert elsewhere.status_code == 204
    async with pool.acquire() as db, db.transaction():
        with pytest.raises(TooManyTries):
            await redeem_late_code(db, campaign.slug, code, organisation_id=partner.id)
        await db.execute("UPDATE late_code_tries SET tried_at = tried_at - interval '61 minutes'")
        assert await redeem_late_code(db, campaign.slug, code, organisation_id=partner.id)


async def test_a_code_goes_from_the_coordinator_s_page_to_the_partner_s(
    web: httpx.AsyncClient, pool: Pool, loaded: Settings
) -> None:
    async with pool.acquire() as db, db.transaction():
        partner, coordinator = await a_partner(db), await a_partner(db, "stabsstelle", Role.COORDINATOR)
        campaign = await a_campaign(db, coordinator, call_closes_on=YESTERDAY)
    address = f"/portal/campaigns/{campaign.slug}"
    english = {"Accept-Language": "en"}
    at_work, at_home = session_of(coordinator, loaded) | english, session_of(partner, loaded) | english

    typed = {"organisation": partner.slug, "expires_on": TOMORROW.isoformat()}
    made = await web.post(f"{address}/late-codes", data=typed, headers=at_work)
    code = made.text.partition("The code is ")[2][:11]
    assert code not in (await web.get(address, headers=at_work)).text
    assert "You cannot enter now" in (await web.get(address, headers=at_home)).text
    wrong = await web.post(f"{address}/late-access", data={"code": "ABCDE-FGHJK"}, headers=at_home)
    assert (wrong.status_code, "This code does not fit" in wrong.text) == (422, True)
    used = await web.post(f"{address}/late-access", data={"code": code}, headers=at_home)

    assert used.status_code == 303
    page = (await web.get(address, headers=at_home)).text
    assert f"/portal/events/new?campaign={campaign.slug}" in page
    form = (await web.get(f"/portal/events/new?campaign={campaign.slug}", headers=at_home)).text
    assert f'<option value="{campaign.slug}" selected>' in form
