"""People pass their places on to somebody else."""

import pytest

from services.registration.commands.pass_on import pass_on
from services.registration.domain.changes import NotProven, RegistrationEnded, TooLateToChange
from services.registration.domain.sign_up_settings import Question, QuestionKind
from shared.database import Connection
from shared.messages.registration import RegistrationPassedOn, RegistrationRepeated
from shared.problems import Invalid
from shared.sessions import digest_of
from tests.registration.changing import found, links_of, set_up, to_bob
from tests.registration.given import BASE_URL, an_open_event, seats_and_waiting, signed_up, told


async def test_the_other_person_has_the_places_and_nothing_of_what_the_first_had_filled_in(db: Connection) -> None:
    event = await an_open_event(db)
    await set_up(db, event, asks_names=True, questions=[Question(id="diet", kind=QuestionKind.TEXT, text="Diet?")])
    names = {"attendees": ["Ada", "Adam"], "answers": {"diet": "none"}}
    ada = await signed_up(db, event, "ada@a.example", 2, phone="+4923021234", **names)

    after = await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)

    assert after == await found(db, ada)
    assert (after.name, after.email, after.language, after.party_size) == ("Bob", "bob@a.example", "ar", 2)
    assert (after.phone, after.attendees, after.answers, after.status) == ("", [], {}, "confirmed")
    assert await seats_and_waiting(db, event) == (2, 0)


async def test_only_the_new_link_opens_it(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)

    [fact] = await told(db, RegistrationPassedOn)
    assert (fact.email, fact.previous_email, fact.previous_name, fact.previous_language) == (
        "bob@a.example",
        "ada@a.example",
        "Ada",
        "uk",
    )
    assert await links_of(db, ada.registration_id) == {digest_of(fact.link.rpartition("/")[2])}


async def test_a_position_on_the_waiting_list_is_passed_on_as_well(db: Connection) -> None:
    event = await an_open_event(db, capacity=1)
    await signed_up(db, event, "ada@a.example")
    waiting = await signed_up(db, event, "eve@a.example")

    after = await pass_on(db, waiting.registration_id, to_bob(), base_url=BASE_URL)

    assert (after.status, await seats_and_waiting(db, event)) == ("waiting", (1, 1))


async def test_passing_on_does_not_tell_whether_the_other_person_is_registered(db: Connection) -> None:
    event = await an_open_event(db)
    ada, bob = await signed_up(db, event, "ada@a.example", 2), await signed_up(db, event, "bob@a.example", 1)

    after = await pass_on(db, ada.registration_id, to_bob("Bob@a.example"), base_url=BASE_URL)

    assert (after.email, (await found(db, bob)).status) == ("Bob@a.example", "confirmed")
    assert await seats_and_waiting(db, event) == (3, 0)
    assert len(await told(db, RegistrationPassedOn)) == 1


async def test_who_got_places_passed_on_is_known_at_the_next_sign_up(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)

    again = await signed_up(db, event, "bob@a.example", 1)
    anew = await signed_up(db, event, "ada@a.example", 1)

    assert again.registration_id == ada.registration_id
    assert len(await told(db, RegistrationRepeated)) == 1
    assert anew.registration_id != ada.registration_id
    assert await seats_and_waiting(db, event) == (3, 0)


async def test_the_other_person_has_to_agree(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example")

    with pytest.raises(Invalid, match="consent"):
        await pass_on(db, ada.registration_id, to_bob(consent=False), base_url=BASE_URL)


async def test_an_address_that_is_not_proven_passes_nothing_on(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example")
    await db.execute("UPDATE registrations SET status = 'pending', held_until = now() + interval '1 hour'")

    with pytest.raises(NotProven):
        await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)


async def test_what_has_ended_or_may_not_be_changed_any_more_is_not_passed_on(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example")
    await set_up(db, event, changes_hours_before=24 * 8)

    with pytest.raises(TooLateToChange):
        await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)
    await db.execute("UPDATE registrations SET status = 'attended'")
    with pytest.raises(RegistrationEnded):
        await pass_on(db, ada.registration_id, to_bob(), base_url=BASE_URL)

    assert (await found(db, ada)).email == "ada@a.example"
