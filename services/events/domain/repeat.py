"""How people say that something repeats, and the RRULE (RFC 5545, 3.3.10) that says the same."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from services.events.domain import recurrence
from services.events.domain.recurrence import MOST_OCCURRENCES, last_day_of
from shared.problems import FieldProblem, Invalid
from shared.translations import N_


class Rhythm(StrEnum):
    """`AS_IT_IS` is any rule that the form has no words for; a program may have given it."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_BY_DATE = "monthly_by_date"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    MONTHLY_BY_LAST_WEEKDAY = "monthly_by_last_weekday"
    YEARLY = "yearly"
    AS_IT_IS = "as_it_is"


class Weekday(StrEnum):
    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"


WEEKDAYS = tuple(Weekday)
FREQUENCIES = {
    Rhythm.DAILY: "DAILY",
    Rhythm.WEEKLY: "WEEKLY",
    Rhythm.MONTHLY_BY_DATE: "MONTHLY",
    Rhythm.MONTHLY_BY_WEEKDAY: "MONTHLY",
    Rhythm.MONTHLY_BY_LAST_WEEKDAY: "MONTHLY",
    Rhythm.YEARLY: "YEARLY",
}
RHYTHM_NAMES = {
    Rhythm.DAILY: N_("Daily"),
    Rhythm.WEEKLY: N_("Weekly"),
    Rhythm.MONTHLY_BY_DATE: N_("Monthly, on the same day of the month"),
    Rhythm.MONTHLY_BY_WEEKDAY: N_("Monthly, on the same weekday, such as each second Tuesday"),
    Rhythm.MONTHLY_BY_LAST_WEEKDAY: N_("Monthly, on the last such weekday, such as each last Friday"),
    Rhythm.YEARLY: N_("Yearly"),
}


class RepeatForm(Struct, frozen=True, kw_only=True):
    """A series as its form has it. No weekday means that of the first date; no end means that it goes on."""

    rhythm: Annotated[Rhythm | None, Meta(title=N_("How does it repeat?"))] = None
    every: Annotated[int, Meta(title=N_("Every how many days, weeks, months or years?"), ge=1, le=99)] = 1
    weekdays: Annotated[list[Weekday], Meta(title=N_("On which weekdays?"), max_length=7)] = []
    until: Annotated[date | None, Meta(title=N_("Until"))] = None
    count: Annotated[Annotated[int, Meta(ge=1, le=MOST_OCCURRENCES)] | None, Meta(title=N_("How many times?"))] = None
    except_on: Annotated[list[date], Meta(title=N_("Not on these days"), max_length=200)] = []
    rule: Annotated[str, Meta(max_length=200)] = ""


def rule_of(repeat: RepeatForm, start: date) -> str:
    """The rule of a series that begins on `start`; empty when it does not repeat."""
    if repeat.rhythm is None or repeat.rhythm is Rhythm.AS_IT_IS:
        return repeat.rule if repeat.rhythm else ""
    parts = {
        "FREQ": FREQUENCIES[repeat.rhythm],
        "INTERVAL": str(repeat.every) if repeat.every > 1 else "",
        "BYDAY": by_day(repeat, start),
        "COUNT": str(repeat.count or ""),
        "UNTIL": f"{repeat.until:%Y%m%d}" if repeat.until else "",
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def by_day(repeat: RepeatForm, start: date) -> str:
    weekday = WEEKDAYS[start.weekday()]
    match repeat.rhythm:
        case Rhythm.WEEKLY:
            return ",".join(day for day in WEEKDAYS if day in repeat.weekdays)
        case Rhythm.MONTHLY_BY_WEEKDAY:
            number = (start.day - 1) // 7 + 1
            # Few months have five of a weekday: whoever begins on the fifth means the last.
            return f"{number if number < 5 else -1}{weekday}"
        case Rhythm.MONTHLY_BY_LAST_WEEKDAY:
            return f"-1{weekday}"
    return ""


def repeat_of(rule: str, start: date) -> RepeatForm:
    """The form that says this rule, in its canonical spelling, of a series that begins on `start`."""
    parts = dict(part.split("=") for part in rule.split(";"))
    for rhythm in FREQUENCIES:
        said = RepeatForm(
            rhythm=rhythm,
            every=int(parts.get("INTERVAL", 1)),
            weekdays=[day for day in WEEKDAYS if rhythm is Rhythm.WEEKLY and day in parts.get("BYDAY", "")],
            until=last_day_of(rule),
            count=int(parts["COUNT"]) if "COUNT" in parts else None,
        )
        if rule_of(said, start) == rule:
            return said
    return RepeatForm(rhythm=Rhythm.AS_IT_IS, rule=rule)


# Which part of the form is wrong when the rule that it makes is; all else is about the rhythm.
WRONG_FIELDS = {
    recurrence.TOO_MANY: "repeat.count",
    recurrence.BOTH_ENDS: "repeat.count",
    recurrence.TOO_LONG: "repeat.until",
    recurrence.ENDS_BEFORE_START: "repeat.until",
    recurrence.OUT_OF_STEP: "repeat.weekdays",
}


def as_typed(problem: Invalid) -> Invalid:
    """The problem with what is wrong about the rule said of the fields that people filled in."""
    return Invalid(
        *(
            FieldProblem(
                field=WRONG_FIELDS.get(error.text, "repeat.rhythm")
                if error.field.startswith("recurrence")
                else error.field,
                text=error.text,
                values=error.values,
            )
            for error in problem.errors
        )
    )
