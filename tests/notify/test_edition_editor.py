"""How a coordinator makes an edition: begins it, calls, chooses, orders, looks at it, and puts it right."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.notify.commands.send_edition import send_edition
from services.notify.domain.contribution import ContributionState
from services.notify.tables import contributions, editions
from shared import copies
from shared.database import Pool
from shared.messages.events import CampaignState, Role
from tests.notify.editions import a_contribution, an_edition
from tests.notify.given import an_event
from tests.notify.portal import Headers, log_in

SOON = datetime.now(UTC).date() + timedelta(days=20)
WORDS = {
    "language": "de",
    "title": "Herbst",
    "welcome": "Guten Tag!",
    "call_note": "Gern über Neues.",
    "call_closes_on": SOON.isoformat(),
    "events.from_on": "2099-10-01",
    "events.until_on": "2099-10-31",
}


@pytest.fixture
async def coordinator(pool: Pool, environment: dict[str, str]) -> Headers:
    return await log_in(pool, environment, role=Role.COORDINATOR)


async def an_edition_of(pool: Pool) -> UUID:
    async with pool.acquire() as db, db.transaction():
        return (await an_edition(db)).id


async def begin(web: httpx.AsyncClient, coordinator: Headers, **changes: str) -> str:
    """The address of its editor."""
    answer = await web.post("/portal/newsletter/new", data=WORDS | changes, headers=coordinator)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_an_edition_begins_with_a_call_that_is_sent_by_a_button_alone(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    here = await begin(web, coordinator)
    assert "Ask the organisations now" in (await web.get(here, headers=coordinator)).text
    assert await pool.fetchval("SELECT count(*) FROM mails") == 0

    for _ in range(2):
        assert (await web.post(f"{here}/call", headers=coordinator)).status_code == 303

    assert await pool.fetchval("SELECT count(*) FROM mails WHERE kind = 'contributions_asked_for'") == 1
    shown = (await web.get(here, headers=coordinator)).text
    assert "The organisations were asked on" in shown
    assert "Ask the organisations now" not in shown


async def test_editions_are_numbered_and_their_address_can_be_read(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    for title in ("Herbst", "الخريف", "*"):
        await begin(web, coordinator, title=title)

    found = await pool.fetch("SELECT slug FROM editions ORDER BY number")
    assert [row["slug"] for row in found] == ["1-herbst", "2-lkhryf", "3"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"language": "xx"}, "language"),
        ({"events.from_on": ""}, "events.from_on"),
        ({"events.until_on": "2099-09-30"}, "events.until_on"),
        ({"call_closes_on": "soon"}, "call_closes_on"),
        ({"welcome": "<b>Hallo</b>"}, "welcome"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(
    web: httpx.AsyncClient, coordinator: Headers, wrong: dict[str, str], field: str
) -> None:
    answer = await web.post("/portal/newsletter/new", data=WORDS | wrong, headers=coordinator)

    assert answer.status_code == 422
    assert f'id="problem-{field}"' in answer.text
    assert "Gern über Neues." in answer.text


async def test_of_two_editors_at_once_the_second_is_told_and_may_save_again(
    web: httpx.AsyncClient, coordinator: Headers
) -> None:
    here = await begin(web, coordinator)
    first, second, third = [
        await web.post(f"{here}/edit", data=WORDS | {"title": title, "version": version}, headers=coordinator)
        for title, version in (("Erste", "1"), ("Zweite", "1"), ("Zweite", "2"))
    ]

    assert [answer.status_code for answer in (first, second, third)] == [303, 422, 303]
    assert "Somebody has changed this meanwhile" in second.text
    assert 'name="version" value="2"' in second.text
    assert "Zweite" in (await web.get(here, headers=coordinator)).text


async def test_the_form_offers_the_campaigns_we_have_heard_of_and_shows_what_was_chosen(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    campaign = CampaignState(
        id=uuid4(),
        version=1,
        slug="woche",
        title="Woche der Vielfalt",
        organisation_id=uuid4(),
        starts_on=SOON,
        ends_on=SOON,
        url="https://win.example/campaigns/woche",
        changed_at=datetime.now(UTC),
    )
    async with pool.acquire() as db:
        await copies.keep(db, campaign)
        await copies.keep(db, an_event(campaign="woche"))
    here = await begin(web, coordinator, **{"events.campaign": "woche"})

    assert '<option value="woche" selected>' in (await web.get(f"{here}/edit", headers=coordinator)).text
    assert "1 event is listed." in (await web.get(here, headers=coordinator)).text


async def test_contributions_are_taken_in_left_out_and_ordered(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    edition_id = await an_edition_of(pool)
    async with pool.acquire() as db:
        ids = [
            await a_contribution(db, edition_id, title=title, state=ContributionState.OFFERED)
            for title in ("Eins", "Zwei", "Drei")
        ]

    for number, state in enumerate(("accepted", "left_out", "accepted")):
        address = f"/portal/newsletter/contributions/{ids[number]}/state"
        assert (await web.post(address, data={"state": state}, headers=coordinator)).status_code == 303
    address = f"/portal/newsletter/contributions/{ids[2]}/position"
    for _ in range(2):
        assert (await web.post(address, data={"position": "1"}, headers=coordinator)).status_code == 303

    async with pool.acquire() as db:
        found = await contributions.list_of_edition(db, edition_id)
    assert [(each.title, each.state.value) for each in found] == [
        ("Drei", "accepted"),
        ("Eins", "accepted"),
        ("Zwei", "left_out"),
    ]
    assert (await web.post(address, data={"position": "0"}, headers=coordinator)).status_code == 422


async def test_an_edition_speaks_further_languages(web: httpx.AsyncClient, pool: Pool, coordinator: Headers) -> None:
    edition_id = await an_edition_of(pool)
    here = f"/portal/newsletter/{edition_id}"
    arabic = {"title": "الخريف في فيتن", "welcome": "أهلًا", "version": "1"}

    assert (await web.post(f"{here}/texts/ar", data={"title": ""}, headers=coordinator)).status_code == 422
    kept, outrun = [await web.post(f"{here}/texts/ar", data=arabic, headers=coordinator) for _ in range(2)]
    assert [kept.status_code, outrun.status_code] == [303, 422]
    assert "Somebody has changed this meanwhile" in outrun.text
    assert "أهلًا" in (await web.get(f"{here}/texts/ar", headers=coordinator)).text
    assert "الخريف في فيتن" in (await web.get(f"{here}/mail?language=ar", headers=coordinator)).text
    assert (await web.post(f"{here}/texts/ar/deletion", headers=coordinator)).status_code == 303
    assert "الخريف" not in (await web.get(f"{here}/mail?language=ar", headers=coordinator)).text
    assert (await web.get(f"{here}/texts/de", headers=coordinator)).status_code == 404


async def test_the_mail_can_be_looked_at_before_in_a_frame_that_does_nothing(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    edition_id = await an_edition_of(pool)
    async with pool.acquire() as db:
        await a_contribution(db, edition_id)
    here = f"/portal/newsletter/{edition_id}/mail"

    shown = (await web.get(f"{here}?language=uk", headers=coordinator)).text
    frame = await web.get(f"{here}/frame?language=uk", headers=coordinator)

    assert "Осінь у Віттені" in shown
    assert f'src="{here}/frame?language=uk"' in shown
    assert "script-src" not in frame.headers["content-security-policy"]
    assert "default-src 'none'" in frame.headers["content-security-policy"]
    assert "/newsletter/1-herbst-in-witten#c" in frame.text
    assert await pool.fetchval("SELECT count(*) FROM mails") == 0


async def test_only_an_edition_without_contributions_can_be_given_up(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    here = f"/portal/newsletter/{await an_edition_of(pool)}"
    async with pool.acquire() as db:
        contribution_id = await a_contribution(db, UUID(here.rpartition("/")[2]))

    kept = await web.post(f"{here}/deletion", headers=coordinator)
    await web.post(f"/portal/newsletter/contributions/{contribution_id}/deletion", headers=coordinator)
    gone = await web.post(f"{here}/deletion", headers=coordinator)

    assert [kept.status_code, gone.status_code] == [409, 303]
    assert (await web.get(here, headers=coordinator)).status_code == 404


async def test_after_sending_a_correction_shows_on_the_web_with_a_mark_and_never_in_the_mail(
    web: httpx.AsyncClient, pool: Pool, coordinator: Headers
) -> None:
    edition_id = await an_edition_of(pool)
    here = f"/portal/newsletter/{edition_id}"
    assert (await web.post(f"{here}/correction", headers=coordinator)).status_code == 409
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, an_event())
        contribution_id = await a_contribution(db, edition_id, title="Dinstag")
        await send_edition(db, edition_id, now=datetime.now(UTC))
        edition = await editions.get(db, edition_id)
    await pool.execute("DELETE FROM copies WHERE topic = 'events.event'")
    typed = {"title": "Dienstag", "text": "Wir nähen.", "version": "1"}
    edit = f"/portal/newsletter/contributions/{contribution_id}/edit"
    assert (await web.post(edit, data=typed, headers=coordinator)).status_code == 303
    public = f"/newsletter/{edition.slug}?lang=en"

    before = (await web.get(public)).text
    await web.post(f"{here}/correction", headers=coordinator)
    after = (await web.get(public)).text

    assert ("Dinstag" in before, "Put right on" in before) == (True, False)
    assert ("Dienstag" in after, "Put right on" in after, "Dinstag" in after) == (True, True, False)
    assert "Fest der Nachbarn" in after
    assert "Dinstag" in (await web.get(f"{here}/mail", headers=coordinator)).text
