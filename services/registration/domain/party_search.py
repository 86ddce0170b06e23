"""What an organiser looks for among those who come."""

from enum import StrEnum
from typing import Annotated, Any
from unicodedata import decimal
from uuid import UUID

from msgspec import Meta, Struct

from services.registration.domain.sign_up_settings import Question, SignUpSettings
from shared.translations import N_

# Fewer digits are in every number.
FEWEST_DIGITS = 3


class Shown(StrEnum):
    """Which registrations: all, those that are not over, or those of one status."""

    ACTIVE = "active"
    ALL = "all"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ATTENDED = "attended"
    MISSED = "missed"


SHOWN_NAMES = {
    Shown.ACTIVE: N_("All who come or wait"),
    Shown.CONFIRMED: N_("Confirmed"),
    Shown.PENDING: N_("Not confirmed yet"),
    Shown.OFFERED: N_("Place offered"),
    Shown.WAITING: N_("Waiting list"),
    Shown.ATTENDED: N_("Attended"),
    Shown.MISSED: N_("Missed"),
    Shown.CANCELLED: N_("Sign-up cancelled"),
    Shown.EXPIRED: N_("Expired"),
    Shown.ALL: N_("All, also cancelled ones"),
}


class Order(StrEnum):
    """`arrival`: those who come in the order in which they signed up, then those who wait in theirs."""

    ARRIVAL = "arrival"
    LATEST = "latest"
    NAME = "name"
    SIZE = "size"


ORDER_NAMES = {
    Order.ARRIVAL: N_("First come first"),
    Order.LATEST: N_("Latest first"),
    Order.NAME: N_("By name"),
    Order.SIZE: N_("Largest party first"),
}


class PartySearch(Struct, frozen=True, kw_only=True):
    """`q` is looked for in names, mail addresses and phone numbers."""

    q: Annotated[str, Meta(title=N_("Name, mail or phone"), max_length=100)] = ""
    status: Annotated[Shown, Meta(title=N_("Who"))] = Shown.ACTIVE
    roster_id: Annotated[UUID | None, Meta(title=N_("Date"))] = None
    organisation_id: Annotated[UUID | None, Meta(title=N_("Organisation"))] = None
    unanswered: Annotated[bool, Meta(title=N_("Only those who have questions left to answer"))] = False


class PartyListing(PartySearch, frozen=True, kw_only=True):
    """One page of those that were found."""

    sort: Annotated[Order, Meta(title=N_("Order"))] = Order.ARRIVAL
    page: Annotated[int, Meta(title=N_("Page"), ge=1, le=1000)] = 1


def digits_of(text: str) -> str:
    """The digits, in whatever script, without the zeros that a number with its country's code lacks; or none if few."""
    digits = "".join(str(decimal(each)) for each in text if each.isdecimal()).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def questions_to_answer(settings: SignUpSettings) -> list[dict[str, Any]]:
    """Those that somebody has to answer, with the condition under which they have to."""
    return [to_answer(question) for question in settings.asked if question.is_required]


def to_answer(question: Question) -> dict[str, Any]:
    condition = question.only_if
    return {
        "question": question.id,
        "only_if": condition and condition.question,
        "answer": condition and condition.answer,
    }
