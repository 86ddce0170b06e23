"""Some days before a date that nobody has looked at for long, its organisers are asked whether it takes place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from msgspec.structs import replace

from services.events.commands.ask_whether_still_on import ask_whether_still_on
from services.events.commands.cancel_occurrence import cancel_occurrence
from services.events.commands.change_event import change_event
from services.events.commands.confirm_still_on import confirm_still_on
from services.events.commands.postpone_event import postpone_event
from services.events.domain.details import RecurrenceFields
from services.events.domain.event import Event
from services.events.domain.still_on import QuestionOver
from services.events.tables import occurrences, still_on
from shared.acting import ActorKind, act_as
from shared.database import Connection, Pool
from shared.messages.events_facts import StillOnAsked
from tests.events.given import BASE_URL, NEXT_YEAR, Partner, a_draft, a_partner, a_published_event
from tests.events.network import Callers, said

BERLIN = ZoneInfo("Europe/Berlin")
# Five days before the language café, in the morning.
FIVE_DAYS_BEFORE = datetime(NEXT_YEAR, 4, 28, 8, 0, tzinfo=BERLIN)


async def ask(db: Connection, now: datetime = FIVE_DAYS_BEFORE, *, days: int = 5) -> list[StillOnAsked]:
    """All that was asked so far."""
    await ask_whether_still_on(db, base_url=BASE_URL, zone=BERLIN, days=days, now=now)
    return await said(db, StillOnAsked)


def token_of(asked: StillOnAsked) -> str:
    return asked.link.rpartition("/")[2]


async def a_weekly_event(db: Connection, partner: Partner) -> Event:
    return await a_published_event(db, partner, recurrence=RecurrenceFields(rule="FREQ=WEEKLY;COUNT=10"))


async def test_an_event_is_asked_about_once_five_days_before(db: Connection) -> None:
    partner = await a_partner(db)
    event = await a_published_event(db, partner)

    assert await ask(db, FIVE_DAYS_BEFORE - timedelta(days=1)) == []
    [asked] = await ask(db)
    [date] = await occurrences.list_stored(db, event.id)
    assert (asked.event_id, asked.occurrence_id, asked.organisation_id) == (event.id, date.id, partner.id)
    assert asked.starts_at == datetime(NEXT_YEAR, 5, 3, 18, tzinfo=BERLIN)
    assert await ask(db, FIVE_DAYS_BEFORE + timedelta(days=1)) == [asked]


@pytest.mark.parametrize("hour", [3, 7, 20, 23])
async def test_nobody_is_asked_at_night(db: Connection, hour: int) -> None:
    await a_published_event(db, await a_partner(db))

    assert await ask(db, FIVE_DAYS_BEFORE.replace(hour=hour)) == []


async def test_with_no_days_nobody_is_asked(db: Connection) -> None:
    await a_published_event(db, await a_partner(db))

    assert await ask(db, FIVE_DAYS_BEFORE + timedelta(days=4), days=0) == []


async def test_drafts_and_postponed_events_are_not_asked_about(db: Connection) -> None:
    partner = await a_partner(db)
    await a_draft(db, partner)
    await postpone_event(db, (await a_published_event(db, partner)).id, base_url=BASE_URL)

    assert await ask(db) == []


async def test_a_weekly_event_is_asked_about_once_a_week(db: Connection) -> None:
    await a_weekly_event(db, await a_partner(db))

    await ask(db, FIVE_DAYS_BEFORE, days=20)
    [first, second] = await ask(db, FIVE_DAYS_BEFORE + timedelta(days=7), days=20)

    assert second.starts_at - first.starts_at == timedelta(weeks=1)


async def test_who_confirmed_is_left_in_peace_for_two_weeks(db: Connection) -> None:
    await a_weekly_event(db, await a_partner(db))
    [asked] = await ask(db)
    await confirm_still_on(db, token_of(asked))
    await db.execute("UPDATE still_on_questions SET answered_at = $1", FIVE_DAYS_BEFORE)

    assert await ask(db, FIVE_DAYS_BEFORE + timedelta(days=13)) == [asked]
    assert len(await ask(db, FIVE_DAYS_BEFORE + timedelta(days=15))) == 2


@pytest.mark.parametrize("by_a_member", [True, False])
async def test_only_a_change_of_the_organisation_s_own_says_that_it_has_looked(
    db: Connection, *, by_a_member: bool
) -> None:
    partner, coordinator = await a_partner(db), await a_partner(db, "stabsstelle")
    soon = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=4)
    event = await a_published_event(db, partner, starts_at=soon, ends_at=soon + timedelta(hours=2))
    await act_as(db, ActorKind.MEMBER, partner.member_id if by_a_member else coordinator.member_id)
    await change_event(db, event.id, replace(event.fields, title="Großes Sprachcafé"), base_url=BASE_URL)

    asked = await ask(db, datetime.now(BERLIN).replace(hour=10))

    assert bool(asked) is not by_a_member


async def test_the_answer_is_kept_once_and_the_token_itself_never(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    [asked] = await ask(db)

    await confirm_still_on(db, token_of(asked))
    [first] = (await still_on.list_confirmed(db, event.id)).values()
    await confirm_still_on(db, token_of(asked))

    assert await still_on.list_confirmed(db, event.id) == {asked.occurrence_id: first}
    assert token_of(asked) not in str(await db.fetch("SELECT digest FROM still_on_questions"))


async def test_a_date_that_was_cancelled_meanwhile_cannot_be_confirmed(db: Connection) -> None:
    event = await a_weekly_event(db, await a_partner(db))
    [asked] = await ask(db)
    await cancel_occurrence(db, event.id, asked.occurrence_id, base_url=BASE_URL)

    with pytest.raises(QuestionOver):
        await confirm_still_on(db, token_of(asked))


async def test_a_date_that_moved_is_another_question(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    [asked] = await ask(db)
    later = datetime(NEXT_YEAR, 6, 3, 18)
    fields = replace(event.fields, starts_at=later, ends_at=later + timedelta(hours=2))
    await change_event(db, event.id, fields, base_url=BASE_URL)

    with pytest.raises(QuestionOver):
        await confirm_still_on(db, token_of(asked))
    assert len(await ask(db, FIVE_DAYS_BEFORE + timedelta(days=31))) == 2


async def a_question(pool: Pool, partner: Partner) -> StillOnAsked:
    async with pool.acquire() as db, db.transaction():
        await a_published_event(db, partner)
        [asked] = await ask(db)
    return asked


async def test_the_link_opens_a_page_whose_button_says_yes(
    web: httpx.AsyncClient, pool: Pool, callers: Callers
) -> None:
    asked = await a_question(pool, callers.partner)
    english = {"Accept-Language": "en"}

    seen = await web.get(asked.link, headers=english)
    seen_again = await web.get(asked.link, headers=english)
    answer = await web.post(asked.link, headers=english)
    thanks = await web.get(asked.link, headers=english)

    assert "Yes, it takes place" in seen.text
    assert "Sprachcafé" in seen.text
    assert seen_again.text == seen.text
    assert (answer.status_code, answer.headers["location"]) == (303, f"/still-on/{token_of(asked)}")
    assert "Thank you" in thanks.text
    assert "Yes, it takes place" not in thanks.text


async def test_partner_and_coordinator_see_that_it_was_confirmed(
    web: httpx.AsyncClient, pool: Pool, callers: Callers
) -> None:
    asked = await a_question(pool, callers.partner)
    own = f"/portal/events/{asked.event_id}"
    before = await web.get(own, headers=callers.browser(callers.partner))
    await web.post(asked.link)

    for reader in (callers.partner, callers.coordinator):
        assert "Confirmed on" in (await web.get(own, headers=callers.browser(reader))).text
    assert "Confirmed on" not in before.text


async def test_each_date_of_a_series_is_confirmed_alone(web: httpx.AsyncClient, pool: Pool, callers: Callers) -> None:
    async with pool.acquire() as db, db.transaction():
        event = await a_weekly_event(db, callers.partner)
        [asked] = await ask(db)
        assert len(await occurrences.list_stored(db, event.id)) == 10
    await web.post(asked.link)

    page = await web.get(f"/portal/events/{event.id}", headers=callers.browser(callers.partner))

    assert page.text.count("Confirmed on") == 1


async def test_a_made_up_link_asks_nothing(web: httpx.AsyncClient) -> None:
    assert (await web.get("/still-on/made-up")).status_code == 409
    assert (await web.post("/still-on/made-up")).status_code == 409
