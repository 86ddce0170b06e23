"""Members turn off mails that only keep them up to date."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.notify.domain.mail import MailKind
from services.notify.settings import Settings
from services.notify.tables import unwanted_mails
from shared.database import Pool
from shared.messages.events import MemberState, Role
from shared.sessions import SESSION_COOKIE, sign_session
from tests.notify.given import a_member, an_organisation, hear

ADDRESS = "/portal/mails/wishes"


async def logged_in(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, environment: dict[str, str], **changes: Any
) -> MemberState:
    member = a_member(**changes)
    async with pool.acquire() as db:
        await hear(db, settings, an_organisation(), member)
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set(SESSION_COOKIE, sign_session(member.id, private_key=key, now=datetime.now(UTC)))
    return member


async def unwanted(pool: Pool, member: MemberState) -> set[MailKind]:
    async with pool.acquire() as db:
        return await unwanted_mails.list_kinds(db, member.id)


@pytest.mark.parametrize(("role", "count"), [(Role.MEMBER, 2), (Role.COORDINATOR, 4)])
async def test_all_mails_are_wanted_until_somebody_says_otherwise(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, environment: dict[str, str], role: Role, count: int
) -> None:
    await logged_in(web, pool, settings, environment, role=role)

    page = (await web.get(ADDRESS)).text

    assert page.count('type="checkbox"') == page.count(" checked>") == count


async def test_what_is_not_ticked_does_not_come_until_it_is_ticked_again(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, environment: dict[str, str]
) -> None:
    member = await logged_in(web, pool, settings, environment)

    answer = await web.post(ADDRESS, data={"kinds": ["sign_ups_digest"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ADDRESS}?kept=yes")
    assert await unwanted(pool, member) == {MailKind.ROSTER_NEARLY_FULL}
    assert (await web.get(ADDRESS)).text.count(" checked>") == 1

    await web.post(ADDRESS, data={})
    assert await unwanted(pool, member) == {MailKind.ROSTER_NEARLY_FULL, MailKind.SIGN_UPS_DIGEST}
    await web.post(ADDRESS, data={"kinds": ["sign_ups_digest", "roster_nearly_full"]})
    assert await unwanted(pool, member) == set()


async def test_what_was_written_to_somebody_cannot_be_turned_off(
    web: httpx.AsyncClient, pool: Pool, settings: Settings, environment: dict[str, str]
) -> None:
    member = await logged_in(web, pool, settings, environment)

    answer = await web.post(ADDRESS, data={"kinds": "made_up"})

    assert answer.status_code == 422
    assert await unwanted(pool, member) == set()
    assert 'value="login"' not in (await web.get(ADDRESS)).text
