"""People change what they filled in and how many they are; so does the organiser for them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from services.registration.commands.cancel_registration import cancel_registration
from services.registration.commands.change_for_people import change_for_people
from services.registration.domain.changes import Change, NotEnoughPlaces, RegistrationEnded, TooLateToChange
from services.registration.domain.registration import Registration, Reply
from services.registration.domain.sign_up_settings import Question, QuestionKind
from shared.database import Connection
from shared.messages.registration import RegistrationChanged, RosterState
from shared.problems import Invalid, NotFound
from tests.registration.changing import change, found, links_of, set_up
from tests.registration.given import (
    BASE_URL,
    ORGANISATION,
    an_open_event,
    changed,
    heard,
    seats_and_waiting,
    signed_up,
    statuses,
    told,
)

DIET = Question(id="diet", kind=QuestionKind.CHOICE, text="What do you eat?", options=["all", "vegan"])
OLD = Question(id="old", kind=QuestionKind.TEXT, text="Since when?", is_gone=True)


async def change_by_organiser(db: Connection, reply: Reply, **changes: object) -> Registration:
    return await change_for_people(db, reply.registration_id, Change(**changes), base_url=BASE_URL)  # type: ignore[arg-type]  # as a test wants it


async def test_a_party_may_grow_while_there_are_places(db: Connection) -> None:
    event = await an_open_event(db, capacity=4)
    ada = await signed_up(db, event, "ada@a.example", 2)

    after = await change(db, ada, party_size=4, name="Ada B.", language="ar")

    assert after == await found(db, ada)
    assert (after.status, after.party_size, after.name, after.language) == ("confirmed", 4, "Ada B.", "ar")
    assert await seats_and_waiting(db, event) == (4, 0)
    [fact] = await told(db, RegistrationChanged)
    assert (fact.previous_party_size, fact.party_size, fact.status, fact.by_organiser) == (2, 4, "confirmed", False)
    assert [state.seats_taken for state in await told(db, RosterState)] == [0, 2, 4]


async def test_a_party_that_grows_too_much_is_told_how_many_places_are_left(db: Connection) -> None:
    event = await an_open_event(db, capacity=6)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await signed_up(db, event, "bob@a.example", 3)

    with pytest.raises(NotEnoughPlaces, match=r"party_size: Not enough places are left: 1\.") as refused:
        await change(db, ada, party_size=4)

    assert refused.value.left == 1
    assert (await found(db, ada)).party_size == 2


async def test_a_party_larger_than_the_event_is_refused_whether_it_waits_or_has_places(db: Connection) -> None:
    event = await an_open_event(db, capacity=2)
    seated, waiting = [await signed_up(db, event, f"{name}@a.example", 2) for name in ("ada", "bob")]

    for reply in (seated, waiting):
        with pytest.raises(Invalid, match="party_size: There are only 2 places in all"):
            await change(db, reply, party_size=3)


async def test_places_kept_for_the_organiser_do_not_count_as_free(db: Connection) -> None:
    event = await an_open_event(db, capacity=4)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await db.execute("UPDATE rosters SET reserved_count = 1")

    with pytest.raises(NotEnoughPlaces, match="left: 1"):
        await change(db, ada, party_size=4)


async def test_who_waits_keeps_the_position_also_with_more_people(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    await signed_up(db, event, "ada@a.example", 3)
    first = await signed_up(db, event, "bob@a.example", 1)
    await signed_up(db, event, "cem@a.example", 1)
    before = await found(db, first)

    after = await change(db, first, party_size=3, smallest_party=2)

    assert (after.status, after.arrival, after.smallest_party) == ("waiting", before.arrival, 2)
    assert await seats_and_waiting(db, event) == (3, 2)


async def test_a_party_that_would_come_as_no_fewer_than_it_is_comes_whole(db: Connection) -> None:
    event = await an_open_event(db, capacity=3)
    await signed_up(db, event, "ada@a.example", 3)
    bob = await signed_up(db, event, "bob@a.example", 3)
    await change(db, bob, smallest_party=2)

    assert (await change(db, bob, party_size=2)).smallest_party is None


async def test_the_organiser_s_largest_party_binds_people_and_not_the_organiser(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await set_up(db, event, largest_party=3)

    with pytest.raises(Invalid, match="party_size: At most 3 people can sign up together"):
        await change(db, ada, party_size=4)
    assert (await change_by_organiser(db, ada, party_size=5)).party_size == 5
    assert (await change(db, ada, party_size=4)).party_size == 4, "who is more already may become fewer"


async def test_people_change_until_the_organiser_wants_to_know_and_the_organiser_after_it(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await set_up(db, event, changes_hours_before=24 * 8)

    with pytest.raises(TooLateToChange):
        await change(db, ada, party_size=1)
    assert (await change_by_organiser(db, ada, party_size=1)).party_size == 1
    [fact] = await told(db, RegistrationChanged)
    assert fact.by_organiser


async def test_nobody_changes_by_themselves_once_the_event_has_begun(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    [date] = event.occurrences
    await heard(db, changed(event, occurrences=[replace(date, starts_at=date.starts_at - timedelta(days=8))]))

    with pytest.raises(TooLateToChange):
        await change(db, ada, name="Adam")


async def test_only_who_stays_within_the_places_of_the_organisation_may_grow(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await db.execute("UPDATE registrations SET organisation_id = $1", ORGANISATION)
    await set_up(db, event, organisation_quota=3)

    with pytest.raises(Invalid, match="party_size: Places left for your organisation: 1 of 3"):
        await change(db, ada, party_size=4)
    assert (await change(db, ada, party_size=3)).party_size == 3
    assert (await change(db, ada, party_size=1)).party_size == 1


async def test_answers_are_checked_and_those_to_questions_that_are_gone_stay(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await db.execute("UPDATE registrations SET answers = $1", {"old": "Once", "diet": "all"})
    await set_up(db, event, questions=[DIET, OLD])

    with pytest.raises(Invalid, match=r"answers\.diet: Please choose one of: all, vegan"):
        await change(db, ada, answers={"diet": "beef"})
    after = await change(db, ada, answers={"diet": "vegan", "old": "Now"})

    assert after.answers == (await found(db, ada)).answers == {"old": "Once", "diet": "vegan"}


async def test_nobody_becomes_one_who_cannot_be_reached(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    with pytest.raises(Invalid, match="phone: Please give a phone number or a mail address"):
        await change_by_organiser(db, ada, email="")
    assert (await change_by_organiser(db, ada, email="", phone="+4923021234")).address_key == "+4923021234"


async def test_a_party_cannot_come_as_more_than_it_is(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    with pytest.raises(Invalid, match="smallest_party: This is more than the people who come"):
        await change(db, ada, smallest_party=3)


async def test_there_are_as_many_names_as_people_where_names_are_asked(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await set_up(db, event, asks_names=True)

    for changes in ({"party_size": 3}, {"party_size": 3, "attendees": ["Ada", "Bob"]}, {"attendees": ["Ada"]}):
        with pytest.raises(Invalid, match="attendees: Please give a name for each person"):
            await change(db, ada, **changes)
    assert (await change(db, ada, phone="+4923021234")).attendees == []
    assert (await change(db, ada, party_size=3, attendees=["Ada", "Bob", "Cem"])).attendees == ["Ada", "Bob", "Cem"]


async def test_nothing_different_is_no_change(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)

    await change(db, ada, party_size=2, name="Ada")
    await change(db, ada)

    assert await told(db, RegistrationChanged) == []


async def test_what_has_ended_or_is_unknown_is_not_changed(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await cancel_registration(db, ada.registration_id, base_url=BASE_URL)

    with pytest.raises(RegistrationEnded):
        await change(db, ada, name="Adam")
    with pytest.raises(NotFound):
        await change(db, replace(ada, registration_id=uuid4()), name="Adam")


async def test_a_wrong_address_is_put_right_by_the_organiser_and_old_links_open_nothing(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "adda@a.example", 2)
    await signed_up(db, event, "bob@a.example")
    old_links = await links_of(db, ada.registration_id)

    with pytest.raises(Invalid, match="email: Somebody with this address"):
        await change_by_organiser(db, ada, email="Bob@a.example")
    await change_by_organiser(db, ada, email="ada@a.example")

    assert (await statuses(db, event)).keys() == {"ada@a.example", "bob@a.example"}
    assert len(await links_of(db, ada.registration_id) - old_links) == 1
    assert not await links_of(db, ada.registration_id) & old_links
    assert (await signed_up(db, event, "adda@a.example")).registration_id != ada.registration_id


async def test_people_do_not_learn_who_else_is_there_by_changing_their_address(db: Connection) -> None:
    event = await an_open_event(db)
    ada = await signed_up(db, event, "ada@a.example", 2)
    await signed_up(db, event, "bob@a.example")

    for address in ("bob@a.example", "nobody@a.example"):
        with pytest.raises(Invalid, match="email: Please pass the registration on"):
            await change(db, ada, email=address)
