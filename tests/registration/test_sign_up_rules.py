"""What an organiser asks of those who sign up, and how people are told apart; without a database."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from services.registration.domain.admission import PROOF_TIME, Admission
from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.refusals import NotOpenYet, SignUpOver
from services.registration.domain.registration import SignUp, address_key
from services.registration.domain.roster import RegistrationClosed, Roster
from services.registration.domain.sign_up_rules import QuestionsChanged
from services.registration.domain.sign_up_settings import Question, QuestionKind, SignUpSettings
from shared.forms import from_form, from_values
from shared.messages.registration import RegistrationOffered, RegistrationPending
from shared.problems import Invalid
from tests.registration.given import NEXT_WEEK, NOON, an_ask
from tests.registration.test_admission import a_roster

DIET = Question(id="diet-1", kind=QuestionKind.CHOICE, text="What do you eat?", options=["all", "vegan"])


def admission_to(roster: Roster | None = None, **settings: Any) -> Admission:
    asked = SignUpSettings(**({"version": 3} | settings))
    return Admission(roster or a_roster(), answered={}, present={}, now=NOON, settings=asked)


def fields_of(problem: Invalid) -> list[str]:
    return [error.field for error in problem.errors]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada@Witten.example", ""), ("ada@witten.example", "")),
        (("ada+kurs@witten.example", ""), ("ada@witten.example", "+4917612345678")),
        (("ａｄａ@witten.example", ""), ("ada@witten.example", "")),
        (("straße@witten.example", ""), ("STRASSE@witten.example", "")),
        (("", "+4917612345678"), ("", "+4917612345678")),
    ],
)
def test_one_person_has_one_place_however_they_write_their_address(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert address_key(*one) == address_key(*other)


@pytest.mark.parametrize("other", [("+ada@witten.example", ""), ("eva@witten.example", ""), ("", "+4917612345678")])
def test_different_people_are_told_apart(other: tuple[str, str]) -> None:
    assert address_key(*other) != address_key("ada@witten.example", "+4917612345678")


@pytest.mark.parametrize("reached", [{}, {"email": "", "phone": ""}, {"email": "  ", "phone": "\u200b"}])
def test_who_cannot_be_reached_is_asked_for_an_address_along_with_all_else(reached: Mapping[str, str]) -> None:
    with pytest.raises(Invalid) as problem:
        from_values(SignUp, {"name": "", "party_size": 1, "language": "uk", "consent": True, **reached})

    assert sorted(fields_of(problem.value)) == ["email", "name"]


def test_a_woman_without_mail_gives_a_phone_number_in_her_own_digits() -> None:
    typed = {"name": "أمل", "phone": "٠١٧٦ ١٢٣٤٥٦٧٨", "party_size": "1", "language": "ar", "consent": "on"}

    sign_up = from_form(SignUp, typed)

    assert (sign_up.email, sign_up.phone) == ("", "+4917612345678")


@pytest.mark.parametrize("size", [3, 4])
def test_no_party_is_larger_than_the_organiser_wants(size: int) -> None:
    with pytest.raises(Invalid, match="party_size: At most 2 people"):
        admission_to(largest_party=2).admit(an_ask(party_size=size))


def test_the_event_has_the_last_word_on_how_many_can_come() -> None:
    with pytest.raises(Invalid, match="only 3 places"):
        admission_to(a_roster(capacity=3), largest_party=2).admit(an_ask(party_size=4))


@pytest.mark.parametrize("names", [[], ["Ada"], ["Ada", "Bob", "Cem"]])
def test_where_names_are_asked_each_person_has_one(names: list[str]) -> None:
    with pytest.raises(Invalid, match="attendees"):
        admission_to(asks_names=True).admit(an_ask(party_size=2, attendees=names))


def test_names_are_kept_where_they_are_asked_and_nowhere_else() -> None:
    asks, asks_not = admission_to(asks_names=True), admission_to()
    for admission in (asks, asks_not):
        admission.admit(an_ask(party_size=2, attendees=["Ada", "Bob"]))

    assert [asks.added[0].attendees, asks_not.added[0].attendees] == [["Ada", "Bob"], []]


def test_fewer_than_come_may_do_but_not_more() -> None:
    admission = admission_to()
    admission.admit(an_ask("a@a.example", party_size=4, smallest_party=2))
    admission.admit(an_ask("b@a.example", party_size=4, smallest_party=4))

    assert [each.smallest_party for each in admission.added] == [2, None]
    with pytest.raises(Invalid, match="smallest_party"):
        admission.admit(an_ask("c@a.example", party_size=4, smallest_party=5))


def test_of_a_party_that_would_also_come_as_fewer_as_many_are_offered_places_as_there_are() -> None:
    admission = admission_to(a_roster(capacity=5, seats_taken=2), proves_address=True)

    too_many = admission.admit(an_ask("a@a.example", party_size=5, smallest_party=4))
    fewer = admission.admit(an_ask("b@a.example", party_size=4, smallest_party=2))

    assert [too_many.status, fewer.status] == ["waiting", "offered"]
    assert (fewer.waiting_position, admission.added[1].offered_size, admission.roster.seats_left) == (None, 3, 0)
    assert isinstance(admission.facts[1], RegistrationOffered)


def test_all_that_is_wrong_is_said_at_once() -> None:
    admission = admission_to(asks_names=True, proves_address=True, questions=[replace(DIET, is_required=True)])

    with pytest.raises(Invalid) as problem:
        admission.admit(an_ask("", phone="+4917612345678", consent=False))

    assert fields_of(problem.value) == ["consent", "email", "attendees", "answers.diet-1"]


def test_answers_are_kept_with_the_version_of_the_notice_that_was_agreed_to() -> None:
    admission = admission_to(questions=[DIET])

    admission.admit(an_ask(answers={"diet-1": "vegan"}, settings_version=3))

    assert (admission.added[0].answers, admission.added[0].notice_version) == ({"diet-1": "vegan"}, NOTICE_VERSION)


def test_questions_that_were_changed_meanwhile_are_asked_again() -> None:
    admission = admission_to(questions=[DIET])

    with pytest.raises(QuestionsChanged) as problem:
        admission.admit(an_ask(answers={"diet-1": "kosher"}, settings_version=2))

    assert fields_of(problem.value) == ["answers.diet-1"]


def test_answers_that_still_fit_changed_questions_are_taken() -> None:
    admission = admission_to(questions=[DIET])

    assert admission.admit(an_ask(answers={"diet-1": "all"}, settings_version=2)).status == "confirmed"


def test_a_wrong_answer_to_the_questions_as_they_are_is_just_wrong() -> None:
    with pytest.raises(Invalid) as problem:
        admission_to(questions=[DIET]).admit(an_ask(answers={"diet-1": "kosher"}, settings_version=3))

    assert type(problem.value) is Invalid


def test_a_page_may_bring_answers_to_questions_that_are_gone_but_a_program_is_told() -> None:
    typed = an_ask(answers={"gone-1": "yes"})

    assert admission_to().admit(replace(typed, strict=False)).status == "confirmed"
    with pytest.raises(Invalid, match=r"answers\.gone-1"):
        admission_to().admit(typed)


def test_places_are_held_until_the_address_is_proven() -> None:
    admission = admission_to(a_roster(capacity=3), proves_address=True)

    replies = [admission.admit(an_ask(f"{name}@a.example", 2)) for name in "ab"]

    assert [reply.status for reply in replies] == ["pending", "waiting"]
    assert [each.held_until for each in admission.added] == [NOON + PROOF_TIME, None]
    assert admission.roster.seats_taken == 2
    assert isinstance(admission.facts[0], RegistrationPending)


def test_places_are_not_held_beyond_the_start() -> None:
    roster = replace(a_roster(), starts_at=NOON + timedelta(minutes=5))
    admission = admission_to(roster, proves_address=True)

    admission.admit(an_ask())

    assert admission.added[0].held_until == roster.starts_at


def test_an_address_that_is_here_already_is_answered_as_if_it_had_to_be_proven() -> None:
    admission = admission_to(proves_address=True)

    first, again = admission.admit(an_ask()), admission.admit(an_ask("ADA+again@witten.example"))

    assert (again, len(admission.added)) == (first, 1)


def test_without_a_mail_address_nothing_can_be_proven() -> None:
    with pytest.raises(Invalid, match="email"):
        admission_to(proves_address=True).admit(an_ask("", phone="+4917612345678"))


def test_reserved_places_are_not_given_away() -> None:
    admission = admission_to(replace(a_roster(capacity=5), reserved_count=3))

    replies = [admission.admit(an_ask(f"{name}@a.example", size)) for name, size in [("a", 3), ("b", 2), ("c", 1)]]

    assert [reply.status for reply in replies] == ["waiting", "confirmed", "waiting"]


@pytest.mark.parametrize(
    ("changes", "problem", "values"),
    [
        ({"opens_at": NOON + timedelta(hours=1)}, NotOpenYet, {"opens_at": NOON + timedelta(hours=1)}),
        ({"closes_at": NOON}, SignUpOver, {"closes_at": NOON}),
        ({"halted_at": NOON}, RegistrationClosed, {}),
        ({"halted_at": NOON, "opens_at": NEXT_WEEK}, RegistrationClosed, {}),
        ({"starts_at": NOON}, RegistrationClosed, {}),
    ],
)
def test_who_comes_too_early_or_too_late_hears_when(
    changes: dict[str, Any], problem: type[RegistrationClosed], values: dict[str, Any]
) -> None:
    with pytest.raises(RegistrationClosed) as raised:
        admission_to(replace(a_roster(), **changes)).admit(an_ask())

    assert (type(raised.value), raised.value.values) == (problem, values)
