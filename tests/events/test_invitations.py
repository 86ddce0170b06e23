"""People are asked by mail to log in for an organisation; the link works once, and only for them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.events.commands.accept_invitation import accept_invitation
from services.events.commands.forget_people import KEPT, forget_people
from services.events.commands.invite_member import invite_member
from services.events.domain.membership import (
    INVITATION_AGE,
    MOST_OPEN_INVITATIONS,
    AddressTaken,
    InvitationFields,
    InvitationOver,
    TooManyInvitations,
)
from services.events.settings import Settings
from services.events.tables import members
from shared.database import Connection, Pool
from shared.messages.events import MemberState, Role
from shared.messages.events_facts import MemberInvited
from shared.problems import Invalid
from shared.sessions import SESSION_COOKIE, member_of
from tests.events.given import BASE_URL, Partner, a_colleague, a_partner
from tests.events.network import Callers, said

BELA = InvitationFields(name="Bela", email="bela@caritas.example", language="uk")


async def invite(db: Connection, partner: Partner, fields: InvitationFields = BELA) -> None:
    await invite_member(db, fields, organisation_id=partner.id, inviter_name="Carla", base_url=BASE_URL)


async def last_token(db: Connection) -> str:
    return (await said(db, MemberInvited))[-1].link.rpartition("/")[2]


async def some_time_passes(db: Connection, *, minutes: int) -> None:
    await db.execute("UPDATE invitations SET invited_at = invited_at - make_interval(mins => $1)", minutes)


async def test_the_invited_person_is_a_member_from_then_on(db: Connection, loaded: Settings) -> None:
    partner = await a_partner(db)
    await invite(db, partner)
    [asked] = await said(db, MemberInvited)
    assert (asked.email, asked.language, asked.organisation_name) == (BELA.email, "uk", "Caritas Witten")
    assert (asked.inviter_name, asked.link.startswith(f"{BASE_URL}/invitations/")) == ("Carla", True)

    session = await accept_invitation(db, await last_token(db), private_key=loaded.session_private_key)

    member_id = member_of(session, public_key=loaded.session_public_key)
    assert member_id
    member = await members.get(db, member_id)
    assert (member.name, member.language, member.role) == ("Bela", "uk", Role.MEMBER)
    assert member.organisation_id == partner.id
    assert (await said(db, MemberState))[-1].id == member_id


async def test_a_link_works_once(db: Connection, loaded: Settings) -> None:
    await invite(db, await a_partner(db))
    token = await last_token(db)
    await accept_invitation(db, token, private_key=loaded.session_private_key)

    with pytest.raises(InvitationOver):
        await accept_invitation(db, token, private_key=loaded.session_private_key)


async def test_two_clicks_at_the_same_moment_make_one_member(pool: Pool, loaded: Settings) -> None:
    async with pool.acquire() as db, db.transaction():
        await invite(db, await a_partner(db))
        token = await last_token(db)

    async def accept() -> str:
        async with pool.acquire() as db, db.transaction():
            return await accept_invitation(db, token, private_key=loaded.session_private_key)

    outcomes = await asyncio.gather(accept(), accept(), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvitationOver", "str"]
    assert await pool.fetchval("SELECT count(*) FROM members") == 2


async def test_two_organisations_do_not_get_the_same_person_at_the_same_moment(pool: Pool, loaded: Settings) -> None:
    tokens = []
    async with pool.acquire() as db, db.transaction():
        for slug in ("caritas-witten", "awo-en"):
            await invite(db, await a_partner(db, slug))
            tokens.append(await last_token(db))

    async def accept(token: str) -> str:
        async with pool.acquire() as db, db.transaction():
            return await accept_invitation(db, token, private_key=loaded.session_private_key)

    outcomes = await asyncio.gather(*map(accept, tokens), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AddressTaken", "str"]


async def test_an_invitation_ends_after_14_days(db: Connection, loaded: Settings) -> None:
    await invite(db, await a_partner(db))
    [asked] = await said(db, MemberInvited)
    assert timedelta(days=13) < asked.expires_at - datetime.now(UTC) <= INVITATION_AGE == timedelta(days=14)
    await db.execute("UPDATE invitations SET expires_at = now() - interval '1 second'")

    with pytest.raises(InvitationOver):
        await accept_invitation(db, await last_token(db), private_key=loaded.session_private_key)


async def test_the_token_itself_is_not_stored(db: Connection) -> None:
    await invite(db, await a_partner(db))

    stored = str(await db.fetch("SELECT digest FROM invitations")) + str(
        await db.fetch("SELECT after FROM audit_entries")
    )
    assert await last_token(db) not in stored


async def test_who_is_invited_again_has_a_new_link_and_the_old_one_ends(db: Connection, loaded: Settings) -> None:
    partner = await a_partner(db)
    await invite(db, partner)
    old = await last_token(db)
    await some_time_passes(db, minutes=5)

    await invite(db, partner)

    assert await db.fetchval("SELECT count(*) FROM invitations") == 1
    with pytest.raises(InvitationOver):
        await accept_invitation(db, old, private_key=loaded.session_private_key)
    await accept_invitation(db, await last_token(db), private_key=loaded.session_private_key)


async def test_pressed_twice_sends_one_mail(db: Connection) -> None:
    partner = await a_partner(db)
    for _ in range(3):
        await invite(db, partner)

    assert len(await said(db, MemberInvited)) == 1


async def test_nobody_fills_the_mailboxes_of_the_city(db: Connection) -> None:
    partner = await a_partner(db)
    for number in range(MOST_OPEN_INVITATIONS):
        await invite(db, partner, InvitationFields(name="X", email=f"x{number}@caritas.example"))

    with pytest.raises(TooManyInvitations):
        await invite(db, partner)


async def test_a_member_is_not_invited_again(db: Connection) -> None:
    partner = await a_partner(db)

    with pytest.raises(Invalid) as problem:
        await invite(db, partner, InvitationFields(name="Carla", email=partner.email.upper()))

    assert [error.field for error in problem.value.errors] == ["email"]


async def test_only_the_person_learns_that_their_address_belongs_to_another_organisation(
    db: Connection, loaded: Settings
) -> None:
    other = await a_partner(db, "awo-en")
    await invite(db, await a_partner(db), InvitationFields(name="Carla", email=other.email))

    with pytest.raises(AddressTaken):
        await accept_invitation(db, await last_token(db), private_key=loaded.session_private_key)


async def test_a_page_with_a_button_and_then_the_portal(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    typed = {"name": "Bela", "email": "bela@caritas.example", "language": "de"}
    asked = await web.post("/portal/invitations", data=typed, headers=callers.browser(callers.partner))
    assert asked.status_code == 303
    async with pool.acquire() as db:
        address = f"/invitations/{await last_token(db)}"

    for _ in range(2):
        looked = await web.get(address, headers={"Accept-Language": "en"})
        assert "Accept and log in" in looked.text
    accepted = await web.post(address)

    assert accepted.headers["location"] == "/portal"
    session = {"Cookie": f"{SESSION_COOKIE}={accepted.cookies[SESSION_COOKIE]}"}
    assert (await web.get("/portal", headers=session)).status_code == 200
    web.cookies.clear()
    assert (await web.get(address)).status_code == 409
    assert "Bela" in (await web.get("/portal/members", headers=callers.browser(callers.partner))).text


async def test_an_invitation_can_be_taken_back(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    own, bearer = "/api/organisations/caritas-witten", callers.partner.bearer
    fields = {"name": "Bela", "email": "bela@caritas.example"}
    [asked] = (await web.post(f"{own}/invitations", json=fields, headers=bearer)).json()["invitations"]
    async with pool.acquire() as db:
        address = f"/invitations/{await last_token(db)}"

    stranger = await web.delete(f"/api/organisations/awo-en/invitations/{asked['id']}", headers=callers.stranger.bearer)
    assert (stranger.status_code, (await web.get(address)).status_code) == (404, 200)
    assert (await web.delete(f"{own}/invitations/{asked['id']}", headers=bearer)).status_code == 204
    assert (await web.post(address)).status_code == 409


@pytest.mark.parametrize(
    ("caller", "organisation", "role", "status"),
    [
        ("partner", "caritas-witten", "member", 201),
        ("partner", "caritas-witten", "coordinator", 403),
        ("partner", "awo-en", "member", 404),
        ("coordinator", "awo-en", "member", 201),
        ("coordinator", "awo-en", "coordinator", 201),
    ],
)
async def test_members_invite_to_their_own_and_coordinators_to_any(
    web: httpx.AsyncClient, callers: Callers, caller: str, organisation: str, role: str, status: int
) -> None:
    who: Partner = getattr(callers, caller)
    fields: dict[str, Any] = {"name": "Bela", "email": "bela@caritas.example", "role": role}

    answer = await web.post(f"/api/organisations/{organisation}/invitations", json=fields, headers=who.bearer)

    assert answer.status_code == status


async def test_whom_we_asked_is_forgotten(db: Connection) -> None:
    partner = await a_partner(db)
    await a_colleague(db, partner, name="Dora")
    await invite(db, partner)

    await forget_people(db)
    assert await db.fetchval("SELECT count(*) FROM invitations") == 1
    await db.execute("UPDATE invitations SET expires_at = $1", datetime.now(UTC) - KEPT - timedelta(days=1))
    await forget_people(db)

    assert await db.fetchval("SELECT count(*) FROM invitations") == 0
