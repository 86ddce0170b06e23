"""Which dates are meant by one who signs up for several."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from services.registration.domain.registration import MOST_DATES
from services.registration.domain.roster import Roster, is_open
from services.registration.domain.sign_up_settings import BookingKind, SignUpSettings
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventState
from shared.occurrences import find_occurrence
from shared.problems import FieldProblem, Invalid, invalid
from shared.translations import N_


def check_is_no_course(settings: SignUpSettings) -> None:
    """Raises `Invalid` where one cannot sign up for single dates."""
    if settings.booking is BookingKind.COURSE:
        raise invalid("whole_course", N_("This is a course: one can only sign up for all of its dates."))


def course_dates(rosters: Iterable[Roster], *, now: datetime) -> list[Roster]:
    """All that one can sign up for now, in their order. Raises `Invalid`."""
    course = sorted((roster for roster in rosters if is_open(roster, now)), key=lambda roster: roster.starts_at)
    if len(course) > MOST_DATES:
        raise invalid("whole_course", N_("These are more than %(limit)s dates; please choose some."), limit=MOST_DATES)
    return course


def chosen_dates(
    rosters: Sequence[Roster], wall_times: Iterable[datetime], event: EventState, *, now: datetime
) -> list[Roster]:
    """Those that start at these wall times, in their order. Raises `Invalid` on `dates`, which names each wrong one."""
    chosen, problems = [], []
    for wall_time in sorted(set(wall_times)):
        roster = roster_at(wall_time, rosters)
        if roster is not None and is_open(roster, now):
            chosen.append(roster)
        else:
            problems.append(problem_with(wall_time, roster, event, now=now))
    if problems:
        raise Invalid(*problems)
    if not chosen:
        raise invalid("dates", N_("Please choose one of the dates."))
    return chosen


def roster_at(wall_time: datetime, rosters: Sequence[Roster]) -> Roster | None:
    """The one that starts then; rather one that is not closed, where two do."""
    found = [roster for roster in rosters if roster.wall_time == wall_time]
    return min(found, key=lambda roster: roster.closed_at is not None, default=None)


def problem_with(wall_time: datetime, roster: Roster | None, event: EventState, *, now: datetime) -> FieldProblem:
    """Why one cannot sign up for what starts then."""
    occurrence = None if roster is None else find_occurrence(event, roster.id)
    if wall_time.replace(tzinfo=ZoneInfo(event.time_zone)) <= now:
        text = N_("%(date)s is over.")
    elif roster is None:
        text = N_("There is no date at %(date)s.")
    elif occurrence is not None and occurrence.status is OccurrenceStatus.CANCELLED:
        text = N_("%(date)s is cancelled.")
    else:
        text = N_("One cannot sign up for %(date)s at the moment.")
    return FieldProblem(field="dates", text=text, values={"date": wall_time.isoformat(" ", "minutes")})
