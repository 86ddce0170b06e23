"""The problems a caller can act on.

Problem
├── BadRequest            400  the request cannot be read at all
├── Unauthenticated       401  say who you are
├── Forbidden             403  you are known, and may not
├── NotFound              404
│   └── LinkEnded         404  a personal link that is not valid, or not any more
├── MethodNotAllowed      405  the address is right, what is to be done with it is not
├── Conflict              409  the state is in the way; each service names its own
├── TooLarge              413
├── Invalid               422  fields to correct, each with a sentence
├── TooMany               429  slow down
└── Unavailable           503  come back in a moment
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from msgspec import Struct

from shared.translations import N_


class FieldProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with one field, as a sentence to be translated and then filled in."""

    field: str
    text: str
    values: dict[str, str | int] = {}

    def translated(self, translate: Callable[[str], str]) -> str:
        return translate(self.text) % self.values if self.values else translate(self.text)


class Problem(Exception):
    """Something the caller can act on; `title` and `detail` are English sentences to be translated.

    `values` fill the detail in; a moment among them is by the clocks at the place that it is about.
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = N_("Something went wrong")
    detail: str = ""
    # When it is worth asking again, if it is (RFC 9110, 10.2.3).
    retry_after_seconds: ClassVar[int | None] = None

    def __init__(self, detail: str = "", **values: str | int | datetime) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.detail
        self.values = values

    @property
    def members(self) -> dict[str, Any]:
        """What programs need to know besides (RFC 9457, 3.2)."""
        return {}


class BadRequest(Problem):
    status = 400
    title = N_("The request cannot be read")


class Unauthenticated(Problem):
    status = 401
    title = N_("Please log in first")


class Forbidden(Problem):
    status = 403
    title = N_("You may not do this")
    detail = N_("Your role in the network does not include it. If you need it, please write to us.")


class NotFound(Problem):
    """`thing` says to developers what was looked for."""

    status = 404
    title = N_("There is nothing here")
    detail = N_("It may have been removed, or the address may have a typing error.")

    def __init__(self, thing: str) -> None:
        super().__init__()
        self.thing = thing


class LinkEnded(NotFound):
    """Nothing belongs to a personal link: it was taken back, what it led to is gone, or a part of it is missing."""

    title = N_("This link does not work any more")
    detail = N_("Please open the newest mail that you have from us, and use the link in it.")


class MethodNotAllowed(Problem):
    status = 405
    title = N_("This cannot be done here")


class Conflict(Problem):
    status = 409
    title = N_("This does not fit with how things stand")


class TooLarge(Problem):
    status = 413
    title = N_("This is too large")
    detail = N_("Please send at most one megabyte.")


class Invalid(Problem):
    status = 422
    title = N_("Please check what you typed")

    def __init__(self, *errors: FieldProblem) -> None:
        super().__init__()
        self.errors = errors

    def __str__(self) -> str:
        return "; ".join(f"{error.field}: {error.translated(str)}" for error in self.errors)


class TooMany(Problem):
    status = 429
    title = N_("These are too many requests at once")
    detail = N_("Please wait a minute, and try again.")
    retry_after_seconds = 60


class Unavailable(Problem):
    status = 503
    title = N_("This does not work at the moment")
    detail = N_("Please try again in a minute. Nothing of yours was lost.")
    retry_after_seconds = 10


def invalid(field: str, text: str, **values: str | int) -> Invalid:
    return Invalid(FieldProblem(field=field, text=text, values=values))
