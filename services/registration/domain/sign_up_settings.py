"""What an organiser asks of those who sign up for an event, and how; all is as usual where nothing was set."""

from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

from shared.forms import PROSE
from shared.messages.event_details import WallTime
from shared.problems import Conflict
from shared.translations import N_, plain

T = TypeVar("T")

LARGEST_PARTY = 20
# People may ask about the event for a while after it; then who they were is nobody's business any more.
USUAL_KEEP_DAYS = 30
MOST_QUESTIONS = 30
MOST_OPTIONS = 30
# More than that nobody reads any more; and a month before, a date is not reminded of but announced.
MOST_REMINDERS = 5
MOST_REMINDER_HOURS = 720


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


class Translated(Struct, Generic[T], frozen=True, kw_only=True, omit_defaults=True, rename={"de_simple": "de-simple"}):
    """What an organiser wrote in further languages."""

    de: T | None = None
    de_simple: T | None = None
    en: T | None = None
    uk: T | None = None
    ru: T | None = None
    ar: T | None = None
    fa: T | None = None
    tr: T | None = None
    fr: T | None = None

    def get(self, language: str) -> T | None:
        """In this language, else in its plain form."""
        return getattr(self, language.replace("-", "_"), None) or getattr(self, plain(language), None)


Texts = Translated[Annotated[str, Meta(max_length=300)]]
NoteTexts = Translated[Annotated[str, Meta(max_length=2000, extra=PROSE)]]
Option = Annotated[str, Meta(min_length=1, max_length=100)]
Options = Annotated[list[Option], Meta(max_length=MOST_OPTIONS)]


# In the same order as the options themselves.
OptionTexts = Translated[Options]


class Question(Struct, frozen=True, kw_only=True):
    """What is asked, in the organiser's words and perhaps in further languages.

    An answer is stored as one of `options`, in whichever language it was given.
    A question that was taken away stays, so that what was answered can still be read.
    """

    id: Annotated[str, Meta(min_length=1, max_length=40)]
    kind: Annotated[QuestionKind, Meta(title=N_("Kind of answer"))]
    text: Annotated[str, Meta(title=N_("Question"), min_length=1, max_length=300)]
    texts: Texts = Texts()
    options: Annotated[Options, Meta(title=N_("Answers to choose from, one a line"))] = []
    option_texts: OptionTexts = OptionTexts()
    is_required: Annotated[bool, Meta(title=N_("Everybody must answer it"))] = False
    only_if: Annotated[Condition | None, Meta(title=N_("Who is asked"))] = None
    is_gone: bool = False

    def text_in(self, language: str) -> str:
        """In this language if the organiser gave it, else in the organiser's words."""
        return self.texts.get(language) or self.text

    def option_in(self, language: str, option: str) -> str:
        """One of the options in this language; what is none of them any more stays as it is."""
        translated = self.option_texts.get(language) or []
        return dict(zip(self.options, translated, strict=False)).get(option, option)


class SettingsChanged(Conflict):
    """Somebody else has kept other settings since these were read."""

    title = N_("Somebody has changed this meanwhile")
    detail = N_("Please look at it as it is now, and change it again.")


class BookingKind(StrEnum):
    """What people sign up for in a series."""

    DATES = "dates"
    COURSE = "course"


BOOKING_NAMES = {
    BookingKind.DATES: N_("One date, several or all of them"),
    BookingKind.COURSE: N_("Only the whole course"),
}


ReminderHours = Annotated[list[Annotated[int, Meta(ge=1, le=MOST_REMINDER_HOURS)]], Meta(max_length=MOST_REMINDERS)]


class SignUpSettings(Struct, frozen=True, kw_only=True):
    """`opens_at` is a wall time where the event is; the hours are counted back from the start of each date.

    Without `reminder_hours` people are reminded as usual, with an empty list never.
    """

    version: int = 0
    note: Annotated[str, Meta(title=N_("What people should know when they sign up"), max_length=2000, extra=PROSE)] = ""
    note_texts: NoteTexts = NoteTexts()
    questions: list[Question] = []
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
    reminder_hours: Annotated[ReminderHours | None, Meta(title=N_("Remind people of each date"))] = None
    asks_how_it_was: Annotated[bool, Meta(title=N_("Ask people the day after how it was"))] = False
    booking: Annotated[BookingKind, Meta(title=N_("What people sign up for in a series"))] = BookingKind.DATES
    keep_days: Annotated[int, Meta(title=N_("Days after which names and answers are deleted"), ge=0, le=3650)] = (
        USUAL_KEEP_DAYS
    )
    coordinators_see_people: Annotated[bool, Meta(title=N_("Coordinators may see who comes"))] = False

    @property
    def asked(self) -> list[Question]:
        """The questions as they are asked now."""
        return [question for question in self.questions if not question.is_gone]

    def note_in(self, language: str) -> str:
        return self.note_texts.get(language) or self.note
