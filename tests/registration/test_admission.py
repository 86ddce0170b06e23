"""The rules of registering, without a database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.registration.domain.admission import Admission
from services.registration.domain.roster import RegistrationClosed, Roster, with_capacity, with_seats_freed
from services.registration.domain.sign_up_settings import LARGEST_PARTY
from shared.problems import Invalid
from tests.registration.given import NEXT_WEEK, NOON, an_ask


def a_roster(capacity: int | None = 10, seats_taken: int = 0) -> Roster:
    return Roster(
        id=uuid4(),
        event_id=uuid4(),
        organisation_id=uuid4(),
        starts_at=NEXT_WEEK,
        ends_at=NEXT_WEEK + timedelta(hours=2),
        time_zone="Europe/Berlin",
        wanted_capacity=capacity,
        capacity=capacity,
        seats_taken=seats_taken,
    )


def admission_to(roster: Roster) -> Admission:
    return Admission(roster, answered={}, present={}, now=NOON)


def test_the_last_seats_confirm_and_the_next_party_waits() -> None:
    admission = admission_to(a_roster(capacity=3))

    answers = [admission.admit(an_ask(f"{name}@a.example", size)) for name, size in [("a", 2), ("b", 2), ("c", 2)]]

    assert [answer.status for answer in answers] == ["confirmed", "waiting", "waiting"]
    assert [answer.waiting_position for answer in answers] == [None, 1, 2]
    assert (admission.roster.seats_taken, admission.roster.waiting_count) == (2, 2)


def test_a_smaller_party_takes_the_seats_that_a_larger_one_cannot_use() -> None:
    admission = admission_to(a_roster(capacity=3))

    answers = [admission.admit(an_ask(f"{name}@a.example", size)) for name, size in [("a", 2), ("b", 2), ("c", 1)]]

    assert [answer.status for answer in answers] == ["confirmed", "waiting", "confirmed"]


def test_without_a_limit_everybody_has_a_seat() -> None:
    admission = admission_to(a_roster(capacity=None))

    answers = [admission.admit(an_ask(f"{number}@a.example", LARGEST_PARTY)) for number in range(50)]

    assert {answer.status for answer in answers} == {"confirmed"}


def test_a_party_larger_than_the_event_is_told_so() -> None:
    with pytest.raises(Invalid, match="party_size"):
        admission_to(a_roster(capacity=3)).admit(an_ask("a@a.example", 4))


def test_nobody_is_stored_without_consent() -> None:
    with pytest.raises(Invalid, match="consent"):
        admission_to(a_roster()).admit(an_ask("a@a.example", consent=False))


def test_registration_ends_when_the_event_begins() -> None:
    roster = a_roster()
    just_before = Admission(roster, answered={}, present={}, now=roster.starts_at - timedelta(microseconds=1))
    just_then = Admission(roster, answered={}, present={}, now=roster.starts_at)

    assert just_before.admit(an_ask()).status == "confirmed"
    with pytest.raises(RegistrationClosed):
        just_then.admit(an_ask())


def test_an_address_in_capitals_is_the_same_person() -> None:
    admission = admission_to(a_roster())
    first = admission.admit(an_ask("Ada@witten.example"))

    again = admission.admit(an_ask("ada@witten.example"))

    assert again == first
    assert len(admission.added) == 1


def test_the_same_request_twice_in_one_turn_is_one() -> None:
    admission = admission_to(a_roster())

    first, again = admission.admit(an_ask(key="k")), admission.admit(an_ask(key="k"))

    assert first == again
    assert (len(admission.added), len(admission.repeated)) == (1, 0)


def test_lowering_the_capacity_throws_nobody_out_and_freed_seats_leave_with_it() -> None:
    lowered = with_capacity(a_roster(capacity=10, seats_taken=8), 5)
    assert (lowered.capacity, lowered.seats_left) == (8, 0)

    freed = with_seats_freed(lowered, 2)
    assert (freed.capacity, freed.seats_left) == (6, 0)
    assert with_seats_freed(freed, 2).seats_left == 1
