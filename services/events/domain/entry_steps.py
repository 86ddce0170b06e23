"""The steps in which a partner says what an entry is."""

from enum import StrEnum

from msgspec import NODEFAULT, structs

from services.events.domain.event import EventFields
from shared.translations import N_


class Step(StrEnum):
    WHAT = "what"
    WHEN = "when"
    WHERE = "where"
    FOR_WHOM = "for-whom"
    TAKING_PART = "taking-part"


STEP_NAMES = {
    Step.WHAT: N_("What"),
    Step.WHEN: N_("When"),
    Step.WHERE: N_("Where"),
    Step.FOR_WHOM: N_("For whom"),
    Step.TAKING_PART: N_("Taking part"),
}
STEPS_OF_FIELDS = {
    "title": Step.WHAT,
    "description": Step.WHAT,
    "language": Step.WHAT,
    "category": Step.WHAT,
    "campaign": Step.WHAT,
    "starts_at": Step.WHEN,
    "ends_at": Step.WHEN,
    "starts_on": Step.WHEN,
    "ends_on": Step.WHEN,
    "time_zone": Step.WHEN,
    "recurrence": Step.WHEN,
    "place": Step.WHERE,
    "coordinates": Step.WHERE,
    "online": Step.WHERE,
    "conference": Step.WHERE,
    "join_details": Step.WHERE,
    "languages": Step.FOR_WHOM,
    "facts": Step.FOR_WHOM,
    "takes_registrations": Step.TAKING_PART,
    "capacity": Step.TAKING_PART,
    "is_sold_out": Step.TAKING_PART,
    "audience": Step.TAKING_PART,
    "wants_co_organisers": Step.TAKING_PART,
}


def step_after(step: Step) -> Step | None:
    steps = list(Step)
    return next(iter(steps[steps.index(step) + 1 :]), None)


def steps_with_something(fields: EventFields) -> set[Step]:
    """Those in which something was said that is not said of every entry."""
    usual = {
        each.name: each.default_factory() if each.default_factory is not NODEFAULT else each.default
        for each in structs.fields(EventFields)
    }
    return {step for name, step in STEPS_OF_FIELDS.items() if getattr(fields, name) != usual[name]}
