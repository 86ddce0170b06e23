"""What an organiser asks of those who sign up for an event, and how; all is as usual where nothing was set."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from shared.forms import PROSE
from shared.messages.event_details import WallTime
from shared.translations import N_

LARGEST_PARTY = 20
# People may ask about the event for a while after it; then who they were is nobody's business any more.
USUAL_KEEP_DAYS = 30
MOST_QUESTIONS = 30
MOST_OPTIONS = 30


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    CONSENT = "consent"


class Condition(Struct, frozen=True, kw_only=True):
    """A question is asked only of those who answered another one so; a ticked consent is `yes`."""

    question: str
    answer: str


class Question(Struct, frozen=True, kw_only=True):
    """What is asked, in the organiser's words; `texts` has them in other languages, by code.

    An answer is always stored as one of `options`; `option_texts` has these in other languages, in the same order.
    A question that was taken away stays, so that what was answered can still be read.
    """

    id: Annotated[str, Meta(min_length=1, max_length=40, pattern="^[a-z0-9-]+$")]
    kind: QuestionKind
    text: Annotated[str, Meta(title=N_("Question"), min_length=1, max_length=300)]
    texts: dict[str, str] = {}
    options: Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=MOST_OPTIONS)] = []
    option_texts: dict[str, list[str]] = {}
    is_required: bool = False
    only_if: Condition | None = None
    is_gone: bool = False

    def text_in(self, language: str) -> str:
        """In this language if the organiser gave it, else in the organiser's words."""
        return self.texts.get(language) or self.text

    def option_in(self, language: str, option: str) -> str:
        """One of the options in this language; what is none of them any more stays as it is."""
        translated = dict(zip(self.options, self.option_texts.get(language, []), strict=False))
        return translated.get(option) or option


class BookingKind(StrEnum):
    """What people sign up for in a series."""

    DATES = "dates"
    COURSE = "course"


class SignUpSettings(Struct, frozen=True, kw_only=True):
    """`opens_at` is a wall time where the event is; the hours are counted back from the start of each date."""

    version: int = 0
    note: Annotated[str, Meta(title=N_("What people should know when they sign up"), max_length=2000, extra=PROSE)] = ""
    questions: Annotated[list[Question], Meta(max_length=MOST_QUESTIONS)] = []
    asks_names: Annotated[bool, Meta(title=N_("Ask for the name of each person"))] = False
    proves_address: Annotated[bool, Meta(title=N_("People have to confirm their mail address first"))] = False
    largest_party: Annotated[int, Meta(title=N_("Most people in one sign-up"), ge=1, le=LARGEST_PARTY)] = LARGEST_PARTY
    organisation_quota: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None, Meta(title=N_("Most people from one organisation"))
    ] = None
    opens_at: Annotated[WallTime | None, Meta(title=N_("Sign-up opens"))] = None
    closes_hours_before: Annotated[int, Meta(title=N_("Sign-up closes, hours before the start"), ge=0, le=2160)] = 0
    changes_hours_before: Annotated[
        int, Meta(title=N_("People may change until, hours before the start"), ge=0, le=2160)
    ] = 0
    booking: BookingKind = BookingKind.DATES
    keep_days: Annotated[int, Meta(title=N_("Days after which names and answers are deleted"), ge=0, le=3650)] = (
        USUAL_KEEP_DAYS
    )
    coordinators_see_people: Annotated[bool, Meta(title=N_("Coordinators may see who comes"))] = False

    @property
    def asked(self) -> list[Question]:
        """The questions as they are asked now."""
        return [question for question in self.questions if not question.is_gone]
