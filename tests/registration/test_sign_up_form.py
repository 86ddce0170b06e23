"""The sign-up page asks what its organiser wants to know, and works without scripts."""

import re
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.sign_up_settings import (
    Condition,
    NoteTexts,
    OptionTexts,
    Question,
    QuestionKind,
    Texts,
)
from services.registration.tables import rosters
from shared import copies
from shared.database import Pool
from shared.messages.events import EventState
from tests.registration.given import an_open_event, an_organisation, asking, roster_of
from tests.registration.sessions import session_of_a_member
from tests.registration.test_sign_up_page import TYPED

FOOD = Question(
    id="food",
    kind=QuestionKind.CHOICE,
    text="Was essen Sie?",
    texts=Texts(ar="ماذا تأكلون؟"),
    options=["Alles", "Vegan"],
    option_texts=OptionTexts(ar=["كل شيء", "نباتي"]),
    is_required=True,
)
NUTS = Question(id="nuts", kind=QuestionKind.TEXT, text="Nüsse?", only_if=Condition(question="food", answer="Vegan"))
EACH_KIND = [
    FOOD,
    NUTS,
    Question(id="help", kind=QuestionKind.SEVERAL, text="Hilfe?", options=["Aufbau", "Küche"]),
    Question(id="age", kind=QuestionKind.NUMBER, text="Alter?"),
    Question(id="born", kind=QuestionKind.DATE, text="Geboren?"),
    Question(id="photo", kind=QuestionKind.CONSENT, text="Fotos?"),
]
ANSWERED = {
    "answers.food": "Vegan",
    "answers.nuts": "keine",
    "answers.help": ["Aufbau", "Küche"],
    "answers.age": "7",
    "answers.born": "2020-05-31",
    "answers.photo": "on",
}


@pytest.fixture
async def event(pool: Pool) -> EventState:
    async with pool.acquire() as db, db.transaction():
        return await an_open_event(db, capacity=20)


async def set_for(pool: Pool, event: EventState, **settings: Any) -> None:
    async with pool.acquire() as db, db.transaction():
        await asking(db, event, **settings)


async def form_of(web: httpx.AsyncClient, event: EventState, query: str = "") -> str:
    return (await web.get(f"/register/{event.slug}{query}")).text


async def stored(pool: Pool) -> dict[str, Any]:
    [row] = await pool.fetch("SELECT * FROM registrations")
    return dict(row)


async def test_answers_to_questions_of_each_kind_are_stored_with_what_was_agreed_to(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    await set_for(pool, event, questions=EACH_KIND)

    posted = await web.post(f"/register/{event.slug}", data=TYPED | ANSWERED | {"notice_version": "1"})

    assert posted.status_code == 303
    row = await stored(pool)
    assert row["answers"] == {
        "food": "Vegan",
        "nuts": "keine",
        "help": ["Aufbau", "Küche"],
        "age": 7,
        "born": "2020-05-31",
        "photo": True,
    }
    assert row["notice_version"] == 1


async def test_a_mistake_loses_no_answer(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    await set_for(pool, event, questions=EACH_KIND, asks_names=True)

    answer = await web.post(f"/register/{event.slug}", data=TYPED | ANSWERED | {"attendees": "Ada\nBob", "name": ""})

    assert answer.status_code == 422
    assert re.findall(r'class="field-problem" id="problem-([\w.]+)"', answer.text) == ["name"]
    for kept in (
        'value="Vegan" checked',
        ">\nkeine</textarea>",
        'value="Aufbau" checked',
        'value="Küche" checked',
        'value="7"',
        'value="2020-05-31"',
        'name="answers.photo" type="checkbox" value="on" checked',
        ">\nAda\nBob</textarea>",
    ):
        assert kept in answer.text


async def test_what_is_wrong_with_answers_is_told_along_with_all_else_in_the_order_of_the_page(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    await set_for(pool, event, questions=EACH_KIND)

    answer = await web.post(f"/register/{event.slug}", data={"answers.age": "alt", "email": "nonsense"})

    summary = re.findall(r'href="#field-([\w.]+)"', answer.text)
    assert summary == ["name", "email", "party_size", "answers.food", "answers.age", "language", "consent"]
    assert all(f'id="field-{field}"' in answer.text for field in summary)


async def test_a_condition_is_said_in_words_and_marked_for_the_script(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    await set_for(pool, event, questions=EACH_KIND)

    shown = await form_of(web, event)

    assert "Only if “Was essen Sie?” is answered with: Vegan" in shown
    assert """data-only-if="answers.food" data-only-if-answers='["Vegan"]'""" in shown


async def test_questions_and_the_note_are_read_in_ones_language_and_the_answer_is_the_same(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    note = "يرجى إحضار أحذية منزلية."
    notes = NoteTexts(ar=note)
    await set_for(pool, event, questions=[FOOD], note="Bitte Hausschuhe mitbringen.", note_texts=notes)

    arabic, ukrainian = await form_of(web, event, "?lang=ar"), await form_of(web, event, "?lang=uk")

    assert all(text in arabic for text in ("ماذا تأكلون؟", "نباتي", 'value="Vegan"', note))
    assert all(text in ukrainian for text in ("Was essen Sie?", ">Vegan<", "Bitte Hausschuhe mitbringen."))


async def test_who_fills_in_a_form_whose_questions_changed_keeps_what_still_fits(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    await set_for(pool, event, questions=[FOOD, NUTS])
    await set_for(pool, event, questions=[replace(FOOD, options=["Alles", "Vegetarisch"]), EACH_KIND[3]])

    typed = TYPED | {"settings_version": "1", "answers.food": "Vegan", "answers.nuts": "keine", "answers.age": "7"}
    answer = await web.post(f"/register/{event.slug}", data=typed)

    assert answer.status_code == 422
    assert "has changed the questions meanwhile" in answer.text
    assert 'name="settings_version" value="2"' in answer.text
    assert re.findall(r'class="field-problem" id="problem-([\w.]+)"', answer.text) == ["answers.food"]
    assert 'value="7"' in answer.text


async def test_names_are_asked_for_where_the_organiser_needs_them(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    assert 'name="attendees"' not in await form_of(web, event)
    await set_for(pool, event, asks_names=True)
    assert 'data-names="party_size"' in await form_of(web, event)

    missing = await web.post(f"/register/{event.slug}", data=TYPED | {"attendees": "Ada"})
    assert 'id="problem-attendees"' in missing.text
    await web.post(f"/register/{event.slug}", data=TYPED | {"attendees": "Ada\r\n\r\n Bob "})
    assert (await stored(pool))["attendees"] == ["Ada", "Bob"]


async def test_who_comes_alone_says_their_name_once(web: httpx.AsyncClient, event: EventState, pool: Pool) -> None:
    await set_for(pool, event, asks_names=True)

    await web.post(f"/register/{event.slug}", data=TYPED | {"party_size": "1", "attendees": ""})

    assert (await stored(pool))["attendees"] == ["Ada"]


async def test_fewer_places_are_asked_about_only_when_there_may_not_be_room_for_all(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    assert 'name="smallest_party"' not in await form_of(web, event)
    async with pool.acquire() as db, db.transaction():
        await rosters.keep(db, replace(await roster_of(db, event), seats_taken=18))

    assert 'name="smallest_party"' in await form_of(web, event)
    posted = await web.post(f"/register/{event.slug}", data=TYPED | {"party_size": "4", "smallest_party": "2"})

    assert "room for some of you" in (await web.get(posted.headers["Location"])).text
    row = await stored(pool)
    assert (row["status"], row["smallest_party"], row["offered_size"]) == ("offered", 2, 2)


async def test_where_places_are_shared_out_one_says_which_organisation_one_comes_from(
    web: httpx.AsyncClient, event: EventState, pool: Pool, environment: dict[str, str]
) -> None:
    await set_for(pool, event, organisation_quota=2)
    own = await session_of_a_member(pool, environment)
    async with pool.acquire() as db, db.transaction():
        await copies.keep(db, replace(an_organisation(event.id, token="other"), slug="awo", name="AWO EN"))

    assert '<option value="awo">AWO EN</option>' in await form_of(web, event)
    unsaid = await web.post(f"/register/{event.slug}", data=TYPED)
    assert 'id="problem-organisation"' in unsaid.text
    assert (await web.post(f"/register/{event.slug}", data=TYPED | {"organisation": "awo"})).status_code == 303
    assert (await stored(pool))["organisation_id"] == event.id

    member = await web.get(f"/register/{event.slug}", headers={"Cookie": own["Cookie"]})
    assert 'name="organisation"' not in member.text


async def test_an_address_that_has_to_be_proven_is_asked_for_in_other_words(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    assert "Without a mail address we need your number" in await form_of(web, event)
    await set_for(pool, event, proves_address=True)
    assert "with which you confirm your place" in await form_of(web, event)

    answer = await web.post(f"/register/{event.slug}", data=TYPED | {"email": "", "phone": "02302 123456"})
    assert 'id="problem-email"' in answer.text


async def test_who_sees_what_and_how_long_it_is_kept_stands_beside_the_agreement(
    web: httpx.AsyncClient, event: EventState, pool: Pool
) -> None:
    usual = await form_of(web, event)
    await set_for(pool, event, keep_days=7, coordinators_see_people=True)
    other = await form_of(web, event)

    assert "deleted 30 days after the event" in usual
    assert "deleted 7 days after the event" in other
    assert ["coordinators of the network see" in page for page in (usual, other)] == [False, True]
    assert f'href="/register/privacy?version={NOTICE_VERSION}"' in usual
