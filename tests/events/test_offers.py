"""Which offers are there, and by whom: found by words, target group, language and kind."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.events.commands.add_offer import add_offer
from services.events.domain.offer import OfferFields, OfferKind, OfferSearch, cursor_of
from services.events.tables import offers
from shared.database import Connection, Pool
from shared.messages.event_details import Group
from tests.events.given import a_partner
from tests.events.network import Callers

OFFER = {
    "title": "Bewerber Café",
    "description": "Wir üben Gespräche.",
    "kind": "work",
    "for_whom": ["job_seekers"],
    "languages": ["de", "ar"],
    "place": "Marktstraße 3, Witten",
    "online": True,
    "times": "Di 10–12",
    "contact": "cafe@migration.example",
}


async def titles(db: Connection, **search: Any) -> list[str]:
    found, _ = await offers.search(db, OfferSearch(**search), limit=50)
    return [offer.title for offer in found]


@pytest.fixture
async def some_offers(db: Connection) -> None:
    partner = await a_partner(db, "migration-miteinander")
    other = await a_partner(db, "kinderschutzbund")
    for organisation, fields in (
        (partner, OfferFields(title="Bewerber Café", kind=OfferKind.WORK, for_whom=[Group.JOB_SEEKERS])),
        (partner, OfferFields(title="Übungsgruppe Deutsch", languages=["de", "uk"], for_whom=[Group.WOMEN])),
        (other, OfferFields(title="Müttertreff", languages=["ar"], for_whom=[Group.WOMEN, Group.FAMILIES])),
        (other, OfferFields(title="Аптека допомоги", description="Поради для родин", languages=["uk"])),
    ):
        await add_offer(db, fields, organisation_id=organisation.id)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bewerber cafe", ["Bewerber Café"]),
        ("CAFÉ", ["Bewerber Café"]),
        ("ubung", ["Übungsgruppe Deutsch"]),
        ("uebung", ["Übungsgruppe Deutsch"]),
        ("ÜBUNG", ["Übungsgruppe Deutsch"]),
        ("muetter", ["Müttertreff"]),
        ("deutsch miteinander", ["Übungsgruppe Deutsch"]),
        ("kinderschutzbund", ["Müttertreff", "Аптека допомоги"]),
        ("ПОРАДИ", ["Аптека допомоги"]),
        ("100%", []),
        ("_", []),
        ("   ", ["Bewerber Café", "Müttertreff", "Übungsgruppe Deutsch", "Аптека допомоги"]),
    ],
)
async def test_words_are_found_in_any_case_and_with_or_without_umlauts(
    db: Connection, some_offers: None, words: str, expected: list[str]
) -> None:
    assert await titles(db, q=words) == expected


async def test_an_offer_for_all_is_found_for_every_group_after_those_that_name_it(
    db: Connection, some_offers: None
) -> None:
    assert await titles(db, for_whom=Group.WOMEN) == ["Müttertreff", "Übungsgruppe Deutsch", "Аптека допомоги"]
    assert await titles(db, for_whom=Group.SENIORS) == ["Аптека допомоги"]


async def test_filters_hold_together(db: Connection, some_offers: None) -> None:
    assert await titles(db, language="uk") == ["Übungsgruppe Deutsch", "Аптека допомоги"]
    assert await titles(db, language="uk", q="deutsch") == ["Übungsgruppe Deutsch"]
    assert await titles(db, kind=OfferKind.WORK, for_whom=Group.JOB_SEEKERS) == ["Bewerber Café"]
    assert await titles(db, kind=OfferKind.WORK, language="uk") == []


async def test_pages_follow_each_other_without_gap_or_repetition(db: Connection, some_offers: None) -> None:
    seen: list[str] = []
    cursor = None
    for _ in range(4):
        found, more = await offers.search(db, OfferSearch(for_whom=Group.WOMEN, cursor=cursor), limit=1)
        seen += [offer.title for offer in found]
        if more is None:
            break
        cursor = cursor_of(more)

    assert seen == ["Müttertreff", "Übungsgruppe Deutsch", "Аптека допомоги"]


async def test_a_partner_adds_changes_and_removes_an_offer_by_the_api(web: httpx.AsyncClient, callers: Callers) -> None:
    own, bearer = "/api/organisations/caritas-witten/offers", callers.partner.bearer
    made = await web.post(own, json=OFFER, headers=bearer)
    assert made.status_code == 201
    offer = made.json()
    assert {name: offer[name] for name in OFFER} == OFFER

    changed = await web.patch(f"{own}/{offer['id']}", json={"times": "Mi 9–11"}, headers=bearer)
    assert (changed.json()["times"], changed.json()["title"]) == ("Mi 9–11", OFFER["title"])
    found = (await web.get("/api/offers?q=bewerber&for_whom=job_seekers&language=ar&kind=work")).json()["items"]
    assert [(each["id"], each["organisation"]) for each in found] == [(offer["id"], "caritas-witten")]

    assert (await web.delete(f"{own}/{offer['id']}", headers=bearer)).status_code == 204
    assert (await web.get(own)).json()["items"] == []


async def test_nobody_touches_another_s_offer(web: httpx.AsyncClient, callers: Callers) -> None:
    own = "/api/organisations/caritas-witten/offers"
    offer = (await web.post(own, json=OFFER, headers=callers.partner.bearer)).json()
    stranger = callers.stranger

    refused = [
        await web.post(own, json=OFFER, headers=stranger.bearer),
        await web.patch(f"{own}/{offer['id']}", json={"title": "Meins"}, headers=stranger.bearer),
        # Their own organisation in the address does not open another's offer.
        await web.patch(
            f"/api/organisations/awo-en/offers/{offer['id']}", json={"title": "M"}, headers=stranger.bearer
        ),
        await web.delete(f"/api/organisations/awo-en/offers/{offer['id']}", headers=stranger.bearer),
        await web.get(f"/portal/offers/{offer['id']}", headers=callers.browser(stranger)),
        await web.post(f"/portal/offers/{offer['id']}/removal", headers=callers.browser(stranger)),
    ]

    assert [answer.status_code for answer in refused] == [404] * len(refused)
    by_coordinator = await web.patch(
        f"{own}/{offer['id']}", json={"title": "Treff"}, headers=callers.coordinator.bearer
    )
    assert by_coordinator.json()["title"] == "Treff"


async def test_the_same_form_sent_twice_makes_one_offer(web: httpx.AsyncClient, callers: Callers, pool: Pool) -> None:
    browser = callers.browser(callers.partner)
    typed = {"title": "Café", "languages": ["de", "uk"], "request_key": str(uuid4())}

    answers = [await web.post("/portal/offers", data=typed, headers=browser) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert await pool.fetchval("SELECT count(*) FROM offers") == 1


async def test_the_page_of_offers_has_its_filters_in_its_address(web: httpx.AsyncClient, callers: Callers) -> None:
    await web.post("/api/organisations/caritas-witten/offers", json=OFFER, headers=callers.partner.bearer)
    english = {"Accept-Language": "en"}

    found = (await web.get("/offers?q=cafe&for_whom=job_seekers&language=ar", headers=english)).text
    nothing = (await web.get("/offers?q=tango", headers=english)).text
    wrong = await web.get("/offers?for_whom=dogs&cursor=x", headers=english)

    assert "Bewerber Café" in found
    assert '<option value="job_seekers" selected>' in found
    assert "Nothing found" in nothing
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 200}, "title"),
        ({"kind": "party"}, "kind"),
        ({"for_whom": ["dogs"]}, "for_whom"),
        ({"languages": ["de"] * 100}, "languages"),
        ({"times": "Di\nMi"}, "times"),
        ({"organisation": "awo-en"}, "organisation"),
    ],
)
async def test_bad_input_gets_a_problem_that_names_the_field(
    web: httpx.AsyncClient, callers: Callers, changes: dict[str, Any], field: str
) -> None:
    answer = await web.post(
        "/api/organisations/caritas-witten/offers", json=OFFER | changes, headers=callers.partner.bearer
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
