"""What a sign-up must be like, by what its organiser asks."""

from collections.abc import Iterator
from typing import Any

from services.registration.domain.answers import read_answers
from services.registration.domain.registration import NO_CONSENT, SignUp
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from shared.problems import FieldProblem, Invalid
from shared.translations import N_


class QuestionsChanged(Invalid):
    """The form was filled in for other questions."""

    title = N_("The organiser has changed the questions meanwhile")
    detail = N_("Please look at them once more. Nothing of what you typed was lost.")


def check(sign_up: SignUp, settings: SignUpSettings, roster: Roster, *, strict: bool) -> dict[str, Any]:
    """The answers, as they are stored. Raises `Invalid`, or `QuestionsChanged`, which names all that is wrong.

    `strict` is for what a program sent, as in `read_answers`.
    """
    answers: dict[str, Any] = {}
    wrong = list(problems_of(sign_up, settings, roster))
    unanswered = None
    try:
        answers = read_answers(settings, sign_up.answers, strict=strict)
    except Invalid as problem:
        unanswered = problem
        wrong += problem.errors
    if unanswered and sign_up.settings_version not in (None, settings.version):
        raise QuestionsChanged(*wrong)
    if wrong:
        raise Invalid(*wrong)
    return answers


def problems_of(sign_up: SignUp, settings: SignUpSettings, roster: Roster) -> Iterator[FieldProblem]:
    yield from problems_of_people(sign_up, settings)
    yield from problems_of_size(sign_up, settings, roster)
    names = len(sign_up.attendees)
    if settings.asks_names and names != sign_up.party_size:
        text = N_("Please give a name for each person: %(wanted)s, not %(given)s.")
        yield FieldProblem(field="attendees", text=text, values={"wanted": sign_up.party_size, "given": names})


def problems_of_people(sign_up: SignUp, settings: SignUpSettings) -> Iterator[FieldProblem]:
    if not sign_up.consent:
        yield NO_CONSENT
    if not sign_up.email and settings.proves_address:
        text = N_("Please give a mail address: the organiser asks you to confirm it.")
        yield FieldProblem(field="email", text=text)


def problems_of_size(sign_up: SignUp, settings: SignUpSettings, roster: Roster) -> Iterator[FieldProblem]:
    # Not `capacity`, which may stand above what is wanted while more seats are taken: a place in it never gets free.
    capacity = roster.wanted_capacity
    if capacity is not None and sign_up.party_size > capacity:
        text = N_("There are only %(capacity)s places in all.")
        yield FieldProblem(field="party_size", text=text, values={"capacity": capacity})
    elif sign_up.party_size > settings.largest_party:
        text = N_("At most %(limit)s people can sign up together.")
        yield FieldProblem(field="party_size", text=text, values={"limit": settings.largest_party})
    if sign_up.smallest_party is not None and sign_up.smallest_party > sign_up.party_size:
        text = N_("This is more than the people who come.")
        yield FieldProblem(field="smallest_party", text=text)
