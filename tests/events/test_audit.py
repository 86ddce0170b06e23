"""Who changed what: every decision and every change of what others see is written down, and stays."""

from typing import Any

import asyncpg
import httpx
import pytest

from services.events.commands.add_member import add_member
from services.events.commands.change_organisation import change_organisation
from services.events.commands.remove_member import remove_member
from services.events.domain.audit import AuditEntry, AuditSearch
from services.events.domain.organisation import OrganisationFields
from services.events.routes.history import lines_of
from services.events.tables import audit
from shared.acting import ActorKind, act_as
from shared.database import Connection, Pool
from shared.messages.events import Role
from tests.events.given import BASE_URL, NEXT_YEAR, a_colleague, a_partner, a_published_event
from tests.events.network import Callers

EVENT = {
    "title": "Sprachcafé",
    "description": "Wir üben Deutsch.",
    "starts_at": f"{NEXT_YEAR}-05-03T18:00:00",
    "ends_at": f"{NEXT_YEAR}-05-03T20:00:00",
    "place": {"name": "Saalbau"},
    "online": True,
    "join_details": "Kenncode 4711",
}


async def entries(db: Connection, **search: Any) -> list[AuditEntry]:
    return (await audit.search(db, AuditSearch(**search), limit=100))[0]


async def test_a_return_decision_says_who_what_and_why(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    event = (await web.post("/api/events", json=EVENT, headers=callers.partner.bearer)).json()
    await web.post(f"/api/events/{event['id']}/submission", headers=callers.partner.bearer)
    why = {"reason": "incomplete", "note": "Für wen ist es?"}
    returned = await web.post(
        f"/portal/queue/{event['id']}/return", data=why, headers=callers.browser(callers.coordinator)
    )
    assert returned.status_code == 303

    async with pool.acquire() as db:
        history = await audit.list_of_event(db, event["id"], limit=3)
        newest = (await entries(db, kind="events"))[0]
    [line, *earlier] = lines_of(history, language="en", zone=callers.settings.zone)
    assert (newest.actor_kind, newest.actor_id) == ("member", callers.coordinator.member_id)
    assert newest.after == {"status": "returned", "return_reason": "incomplete", "return_note": "Für wen ist es?"}
    assert (line.deed, line.label, line.actor, line.actor_organisation) == (
        "Given back", "Sprachcafé", "Carla", "Stabsstelle",
    )  # fmt: skip
    assert {(each.label, each.after) for each in line.differences} >= {("Reason", "Something is missing")}
    assert [each.deed for each in earlier] == ["Submitted for review", "Added"]
    assert {each.actor for each in earlier} == {"Website"}
    for path, who in (("events", callers.partner), ("queue", callers.coordinator)):
        page = (await web.get(f"/portal/{path}/{event['id']}", headers=callers.browser(who))).text
        assert "Für wen ist es?" in page.partition('<ol class="history">')[2]


async def test_a_change_shows_what_it_was_and_what_it_is(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    event = (await web.post("/api/events", json=EVENT, headers=callers.partner.bearer)).json()
    await web.patch(f"/api/events/{event['id']}", json={"title": "Lesecafé"}, headers=callers.partner.bearer)

    log = (await web.get("/api/audit?kind=events", headers=callers.coordinator.bearer)).json()["items"]
    assert (log[0]["before"], log[0]["after"]) == ({"title": "Sprachcafé"}, {"title": "Lesecafé"})
    page = (await web.get("/portal/audit", headers=callers.browser(callers.coordinator))).text
    assert "<del><bdi>Sprachcafé</bdi></del>" in page
    assert "<ins><bdi>Lesecafé</bdi></ins>" in page


async def test_what_is_secret_or_personal_is_not_in_the_log(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    event = (await web.post("/api/events", json=EVENT, headers=callers.partner.bearer)).json()
    change = {"join_details": "Kenncode 4712"}
    await web.patch(f"/api/events/{event['id']}", json=change, headers=callers.partner.bearer)
    invited = {"name": "Bela Geheim", "email": "bela@caritas.example"}
    await web.post("/api/organisations/caritas-witten/invitations", json=invited, headers=callers.partner.bearer)

    stored = str([tuple(row) for row in await pool.fetch("SELECT * FROM audit_entries")])
    # The number alone could be part of an id.
    assert "Kenncode" not in stored
    for personal in ("Carla", "carla@", "Bela", "bela@"):
        assert personal not in stored
    digests = [row["digest"] for row in await pool.fetch("SELECT digest FROM api_tokens")]
    assert all(digest not in stored for digest in digests)
    async with pool.acquire() as db:
        assert (await entries(db, kind="events"))[0].unsaid == ["join_details"]


async def test_saving_without_a_change_and_counting_versions_is_not_noted(db: Connection) -> None:
    partner = await a_partner(db)
    event = await a_published_event(db, partner)
    before = len(await entries(db))

    await db.execute("UPDATE events SET version = version + 1, changed_at = now() WHERE id = $1", event.id)
    await db.execute("UPDATE organisations SET version = version + 1")

    assert len(await entries(db)) == before


async def test_a_table_with_a_key_of_several_columns_is_noted_by_one_line(db: Connection) -> None:
    event = await a_published_event(db, await a_partner(db))
    await db.execute(
        """
        CREATE TABLE event_words (event_id uuid, language text, title text, PRIMARY KEY (event_id, language));
        CREATE TRIGGER event_words_noted AFTER INSERT OR UPDATE OR DELETE ON event_words
            FOR EACH ROW EXECUTE FUNCTION note_change();
        """
    )
    await db.execute("INSERT INTO event_words VALUES ($1, 'uk', 'Кафе')", event.id)
    await db.execute("UPDATE event_words SET title = 'Мовне кафе'")
    await db.execute("DELETE FROM event_words")

    removed, changed, added = await audit.list_of_event(db, event.id, limit=3)

    assert [each.deed for each in (added, changed, removed)] == ["added", "changed", "removed"]
    assert {each.row_key for each in (added, changed, removed)} == {f"{event.id} uk"}
    assert {each.organisation for each in (added, changed, removed)} == {"caritas-witten"}
    assert (changed.before, changed.after) == ({"title": "Кафе"}, {"title": "Мовне кафе"})


async def test_who_acts_is_told_apart(db: Connection) -> None:
    partner = await a_partner(db)
    acting = [
        (ActorKind.MEMBER, partner.member_id),
        (ActorKind.WEBSITE, partner.id),
        (ActorKind.OPERATOR, None),
        (ActorKind.CITIZEN, None),
    ]
    for number, (kind, actor_id) in enumerate(acting):
        await act_as(db, kind, actor_id)
        fields = OrganisationFields(name="Caritas Witten", address=f"Markt {number}")
        await change_organisation(db, partner.id, fields, base_url=BASE_URL)

    found = (await entries(db, kind="organisations"))[:4]

    assert [(each.actor_kind, each.actor_id) for each in reversed(found)] == acting
    assert [each.actor_organisation for each in reversed(found)] == ["Caritas Witten", "Caritas Witten", None, None]


async def test_a_transaction_s_actor_is_not_the_next_one_s(
    web: httpx.AsyncClient, callers: Callers, pool: Pool
) -> None:
    change = {"address": "Markt 1"}
    await web.patch("/api/organisations/caritas-witten", json=change, headers=callers.partner.bearer)
    for _ in range(3):
        async with pool.acquire() as db, db.transaction():
            await db.execute("UPDATE organisations SET address = address || '!' WHERE slug = 'caritas-witten'")

    async with pool.acquire() as db:
        found = (await entries(db, kind="organisations"))[:4]
    assert [each.actor_kind for each in found] == ["system", "system", "system", "website"]


async def test_the_name_of_somebody_forgotten_is_gone_from_the_log(db: Connection) -> None:
    partner = await a_partner(db)
    colleague = await a_colleague(db, partner)
    await act_as(db, ActorKind.MEMBER, colleague)
    event = await a_published_event(db, partner)
    await remove_member(db, colleague)
    assert {each.actor_name for each in await audit.list_of_event(db, event.id, limit=9)} == {"Bela"}

    await db.execute("UPDATE members SET name = '', email = '' WHERE id = $1", colleague)

    assert {each.actor_name for each in await audit.list_of_event(db, event.id, limit=9)} == {None}


async def test_the_log_is_filtered_and_read_page_by_page(db: Connection) -> None:
    partner, other = await a_partner(db), await a_partner(db, "awo-en")
    await act_as(db, ActorKind.MEMBER, partner.member_id)
    for number in range(5):
        fields = OrganisationFields(name="Caritas Witten", address=f"Markt {number}")
        await change_organisation(db, partner.id, fields, base_url=BASE_URL)
    await a_published_event(db, other)

    of_other = await entries(db, organisation="awo-en", kind="organisations")
    assert {each.organisation_name for each in of_other} == {"Awo En"}
    seen: list[int] = []
    cursor = None
    while True:
        search = AuditSearch(actor=partner.member_id, kind="organisations", cursor=cursor)
        found, cursor = await audit.search(db, search, limit=2)
        seen += [each.id for each in found]
        if cursor is None:
            break

    assert len(seen) == 5
    assert seen == sorted(set(seen), reverse=True)


async def test_what_is_written_stays(db: Connection) -> None:
    await a_partner(db)

    for change in ("UPDATE audit_entries SET label = ''", "DELETE FROM audit_entries"):
        with pytest.raises(asyncpg.RaiseError):
            async with db.transaction():
                await db.execute(change)


async def test_only_coordinators_read_the_log(web: httpx.AsyncClient, callers: Callers) -> None:
    assert (await web.get("/api/audit", headers=callers.partner.bearer)).status_code == 403
    assert (await web.get("/portal/audit", headers=callers.browser(callers.partner))).status_code == 403
    wrong = await web.get("/api/audit?actor=me&cursor=-1", headers=callers.coordinator.bearer)
    assert {error["field"] for error in wrong.json()["errors"]} == {"actor", "cursor"}


async def test_a_new_coordinator_is_noted_with_the_role(db: Connection) -> None:
    partner = await a_partner(db)
    await add_member(db, organisation_id=partner.id, name="Dora", email="dora@caritas.example", role=Role.COORDINATOR)

    noted = (await entries(db, kind="members"))[0]

    assert (noted.label, noted.deed, noted.after["role"]) == ("Dora", "added", "coordinator")
