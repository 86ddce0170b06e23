"""The form to register, as an event's dates and its organiser's settings make it."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from msgspec import Struct
from msgspec.structs import replace

from services.registration.domain.answers import field_of, read_answers
from services.registration.domain.closing import closing_of
from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.questions import condition_text
from services.registration.domain.registration import SignUp
from services.registration.domain.roster import Roster, is_nearly_full, is_open
from services.registration.domain.sign_up_settings import BookingKind, Question, QuestionKind, SignUpSettings
from services.registration.tables import organisations, rosters, sign_up_settings
from shared.database import Connection
from shared.doubting import challenge_of
from shared.formats import when
from shared.forms import Form, labels_of
from shared.messages.events import EventState
from shared.occurrences import dates_of
from shared.problems import FieldProblem, Invalid
from shared.robots import Doubt
from shared.translations import catalogue
from shared.web import Request, language_of, page

# A series has a hundred dates; nearly everybody comes to one of the next, and reads them on a phone.
DATES_SHOWN = 5
# As they stand on the page, so that what is wrong is told in this order.
FIELDS = (
    "dates",
    "whole_course",
    "name",
    "email",
    "phone",
    "party_size",
    "attendees",
    "smallest_party",
    "answers",
    "organisation",
    "language",
    "consent",
)


class DateRow(Struct, frozen=True, kw_only=True):
    """A date to choose; `value` is its wall time."""

    value: str
    when: str
    seats_left: int | None


class Asked(Struct, frozen=True, kw_only=True):
    """A question in the reader's language; `options` are what is sent and what is read.

    It concerns those alone who sent `only_if_answer` in the field `only_if`, which `condition` says in words.
    """

    field: str
    kind: QuestionKind
    text: str
    options: list[tuple[str, str]]
    is_required: bool
    condition: str = ""
    only_if: str = ""
    only_if_answer: str = ""


async def form_page(
    request: Request,
    db: Connection,
    event: EventState,
    typed: dict[str, Any],
    problem: Invalid | None = None,
    *,
    doubt: Doubt | None = None,
    if_closed: int = 200,
) -> Response[str]:
    """The form, or why there is none: then with the status `if_closed`."""
    now = datetime.now(UTC)
    found = await rosters.list_of_event(db, event.id)
    dates = [roster for roster in found if is_open(roster, now)]
    if not dates:
        return page(request, "closed.html", status=if_closed, event=event, closing=closing_of(found, now))
    settings = await sign_up_settings.get(db, event.id)
    language = language_of(request).code
    is_course = len(dates) > 1 and settings.booking is BookingKind.COURSE
    all_shown = is_course or request.query_params.get("dates") == "all"
    shown = dates if all_shown else first_dates(dates, chosen_in(typed))
    asks_organisation = settings.organisation_quota is not None and request.user is None
    return page(
        request,
        "register.html",
        status=Invalid.status if problem or doubt else 200,
        doubt=doubt,
        challenge=await challenge_of(request),
        event=event,
        settings=settings,
        dates=dates,
        only_date=dates_of(event, dates[0].starts_at, dates[0].ends_at) if len(dates) == 1 else None,
        is_course=is_course,
        date_rows=[date_row(event, date, language) for date in shown],
        seats_left=fewest_seats(dates),
        form=form_of(settings, typed, problem, language),
        asked=asked_in(settings, language),
        has_new_questions=problem is not None and typed.get("settings_version") not in (None, str(settings.version)),
        largest_party=(largest := largest_party(settings, dates)),
        asks_smallest=largest > 1 and any(is_nearly_full(date) for date in dates),
        organisations=[(each.slug, each.name) for each in await organisations.list_all(db)]
        if asks_organisation
        else [],
        notice_version=NOTICE_VERSION,
    )


def form_of(settings: SignUpSettings, typed: dict[str, Any], problem: Invalid | None, language: str) -> Form:
    form = Form(labels_of(SignUp), catalogue(language), typed, problem and complete(problem, settings, typed))
    form.labels |= {field_of(each.id): each.text_in(language) for each in settings.asked}
    return form


def complete(problem: Invalid, settings: SignUpSettings, typed: dict[str, Any]) -> Invalid:
    """With all that is wrong besides, each at its field, in the order of the page."""
    errors = {error.field: error for error in [*problem.errors, *also_wrong(settings, typed)]}
    if "starts_at" in errors:
        wrong = errors.pop("starts_at")
        errors["dates"] = FieldProblem(field="dates", text=wrong.text, values=wrong.values)
    return Invalid(*sorted(errors.values(), key=lambda error: place_of(error.field)))


def also_wrong(settings: SignUpSettings, typed: dict[str, Any]) -> list[FieldProblem]:
    """What is only looked at once all else is right."""
    try:
        read_answers(settings, {each.id: typed.get(field_of(each.id)) for each in settings.asked}, strict=False)
    except Invalid as problem:
        return list(problem.errors)
    return []


def place_of(field: str) -> int:
    name = field.partition(".")[0]
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def chosen_in(typed: dict[str, Any]) -> list[str]:
    chosen = typed.get("dates", [])
    return [str(each) for each in chosen] if isinstance(chosen, list) else [str(chosen)]


def first_dates(dates: list[Roster], chosen: list[str]) -> list[Roster]:
    """The next ones, and those that were chosen already."""
    return dates[:DATES_SHOWN] + [date for date in dates[DATES_SHOWN:] if date.wall_time.isoformat() in chosen]


def date_row(event: EventState, date: Roster, language: str) -> DateRow:
    return DateRow(
        value=date.wall_time.isoformat(),
        when=when(dates_of(event, date.starts_at, date.ends_at), language),
        seats_left=date.seats_left,
    )


def fewest_seats(dates: list[Roster]) -> int | None:
    """As many as there are on each of the dates; None without a limit."""
    return min((date.seats_left for date in dates if date.seats_left is not None), default=None)


def largest_party(settings: SignUpSettings, dates: list[Roster]) -> int:
    capacities = [settings.largest_party if date.wanted_capacity is None else date.wanted_capacity for date in dates]
    return min(settings.largest_party, max(capacities))


def asked_in(settings: SignUpSettings, language: str) -> list[Asked]:
    questions = {each.id: each for each in settings.asked}
    return [asked_question(each, questions, language) for each in settings.asked]


def asked_question(question: Question, questions: dict[str, Question], language: str) -> Asked:
    asked = Asked(
        field=field_of(question.id),
        kind=question.kind,
        text=question.text_in(language),
        options=[(option, question.option_in(language, option)) for option in question.options],
        is_required=question.is_required,
    )
    condition = question.only_if
    if condition is None:
        return asked
    return replace(
        asked,
        condition=condition_text(condition, questions, language),
        only_if=field_of(condition.question),
        # What a browser sends for a ticked box.
        only_if_answer="on" if questions[condition.question].kind is QuestionKind.CONSENT else condition.answer,
    )
