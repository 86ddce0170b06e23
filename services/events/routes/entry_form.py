"""The form of an entry: what it sends as the fields of an event, and the fields as it would send them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from msgspec import Struct
from msgspec.structs import replace

from services.events.domain.details import GERMAN_LEVEL_NAMES, RecurrenceFields
from services.events.domain.entry_steps import STEP_NAMES, STEPS_OF_FIELDS, Step, steps_with_something
from services.events.domain.event import Event, EventFields
from services.events.domain.recurrence import NO_DATE
from services.events.domain.repeat import (
    RHYTHM_NAMES,
    WEEKDAYS,
    RepeatForm,
    Rhythm,
    as_typed,
    repeat_of,
    rule_of,
)
from services.events.domain.repeat_words import A_MONDAY, in_words
from services.events.routes.cards import choices
from services.events.routes.neighbours import NO_NEIGHBOURS, neighbours_of, occasion_in
from services.events.tables import campaigns
from shared import forms
from shared.database import Connection
from shared.formats import first_day, full_date, weekday
from shared.forms import Form
from shared.messages.event_details import Audience
from shared.problems import Invalid, invalid
from shared.translations import N_, catalogue
from shared.web import Request, form_for, language_of, page, today_of

# The name of the button that asks what else is on.
CHECK = "check"

AUDIENCE_NAMES = {
    Audience.PUBLIC: N_("Everybody"),
    Audience.INTERNAL: N_("Only members of the network"),
}
# What is folded away until something in it is filled in, or wrong.
FOLDED = {
    "days": ("starts_on", "ends_on"),
    "repeat": ("repeat.rhythm", "repeat.until", "repeat.count", "repeat.weekdays"),
    "map": ("coordinates.latitude", "coordinates.longitude"),
    "online": (
        "conference.url",
        "conference.meeting_id",
        "conference.pass_code",
        "conference.dial_in",
        "join_details",
    ),
    "facts": (
        "facts.german_level",
        "facts.interpreters",
        "facts.childcare",
        "facts.step_free",
        "facts.asks_for_papers",
    ),
    "contact": ("facts.contact_name", "facts.contact_email", "facts.contact_phone"),
}


class EntryForm(EventFields, frozen=True, kw_only=True):
    """What the form sends; how the event repeats is said in people's words."""

    repeat: RepeatForm = RepeatForm()


class Frame(Struct, frozen=True, kw_only=True):
    """What the form is for: one step of an entry or all of it, where it is sent, and where one goes without it."""

    action: str
    back: str
    step: Step | None = None
    heading: str = ""
    event: Event | None = None
    # Then it may be saved while somebody is typing.
    is_unseen: bool = False


def fields_in(typed: Mapping[str, Any]) -> EventFields:
    """What the form says. Raises `Invalid` naming each field that is wrong."""
    # Half of Europe writes 51,44.
    degrees = {name: str(typed[name]).replace(",", ".") for name in FOLDED["map"] if name in typed}
    said = forms.from_form(EntryForm, {**typed, **degrees})
    fields = EventFields(**{name: getattr(said, name) for name in EventFields.__struct_fields__})
    if said.repeat.rhythm is None:
        return replace(fields, recurrence=None)
    start = first_day(fields)
    if start is None:
        raise invalid("repeat.rhythm", NO_DATE)
    rule = rule_of(said.repeat, start)
    return replace(fields, recurrence=RecurrenceFields(rule=rule, except_on=said.repeat.except_on))


def typed_of(fields: EventFields) -> dict[str, Any]:
    """The fields as the form would send them."""
    start = first_day(fields)
    repeat = RepeatForm()
    if fields.recurrence and start:
        repeat = replace(repeat_of(fields.recurrence.rule, start), except_on=fields.recurrence.except_on)
    values = msgspec.to_builtins(fields) | {"repeat": msgspec.to_builtins(repeat)}
    typed: dict[str, Any] = {}
    for name, value in values.items():
        inner = {f"{name}.{each}": said for each, said in value.items()} if isinstance(value, dict) else {name: value}
        typed |= {each: switch(said) for each, said in inner.items() if said is not None}
    return typed


def switch(value: Any) -> Any:
    """Yes and no as a form sends them."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


async def form_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    frame: Frame,
    *,
    problem: Invalid | None = None,
) -> Response[str]:
    """The form with what was typed, what is wrong with it, and what else is on at its date."""
    language = language_of(request)
    translations = catalogue(language.code)
    form = form_for(request, EntryForm, typed, as_typed(problem) if problem else None)
    # While a date is wrong or missing there is nothing to compare with.
    wanted = {"event_id": frame.event and str(frame.event.id)} | typed
    return page(
        request,
        "event_form.html",
        form=form,
        frame=frame,
        steps=STEP_NAMES,
        elsewhere=steps_of_problems(form, frame),
        filled=steps_with_something(frame.event.fields) if frame.event else set(),
        opened={group for group, names in FOLDED.items() if any(is_said(form, name) for name in names)},
        campaigns=await campaign_choices(request, db, form.value("campaign")),
        except_on=[(day, full_date(date.fromisoformat(day), language.code)) for day in days_in(form)],
        neighbours=await neighbours_of(request, db, wanted)
        if frame.step is Step.WHEN and not problem
        else NO_NEIGHBOURS,
        **choices(language.code),
        **answers(form, language.code, translations.gettext),
    )


def step_of(name: str) -> Step | None:
    """The step that asks for this field of the form."""
    outer = name.partition(".")[0]
    return STEPS_OF_FIELDS.get("recurrence" if outer == "repeat" else outer)


def steps_of_problems(form: Form, frame: Frame) -> dict[str, str]:
    """The address of the step for each field in which something is wrong and which this one does not have."""
    if frame.event is None or frame.step is None:
        return {}
    steps = {name: step_of(name) for name in form.errors}
    return {
        name: f"/portal/events/{frame.event.id}/edit/{step}"
        for name, step in steps.items()
        if step not in (None, frame.step)
    }


async def checked_page(request: Request, db: Connection, typed: dict[str, Any], frame: Frame) -> Response[str]:
    """The form after somebody asked what else is on then; nothing is stored."""
    try:
        occasion_in(typed)
    except Invalid as problem:
        return await form_page(request, db, typed, frame, problem=problem)
    return await form_page(request, db, typed, frame)


def is_said(form: Form, name: str) -> bool:
    return bool(form.typed.get(name) or form.problem(name))


def days_in(form: Form) -> list[str]:
    """The days that were taken out of the series; only those that are days, whatever was sent."""
    days = []
    for value in form.values("repeat.except_on"):
        try:
            days.append(date.fromisoformat(value).isoformat())
        except ValueError:
            continue
    return days


async def campaign_choices(request: Request, db: Connection, chosen: str) -> list[tuple[str, str]]:
    """Those that are not over, and the one that the entry belongs to already."""
    today = today_of(request)
    known = await campaigns.list_all(db)
    return [
        (each.slug, f"{each.title} {each.starts_on.year}")
        for each in reversed(known)
        if each.ends_on >= today or each.slug == chosen
    ]


def answers(form: Form, language: str, translate: Any) -> dict[str, Any]:
    """What else one can choose: value and text."""
    named: dict[str, Mapping[Any, str]] = {
        "rhythms": RHYTHM_NAMES,
        "german_levels": GERMAN_LEVEL_NAMES,
        "audiences": AUDIENCE_NAMES,
    }
    found = {name: [(str(each), translate(text)) for each, text in texts.items()] for name, texts in named.items()}
    found["weekdays"] = [
        (str(day), weekday(A_MONDAY.replace(day=number), language)) for number, day in enumerate(WEEKDAYS, 1)
    ]
    found["yes_or_no"] = [
        ("", translate(N_("Not said"))),
        ("on", translate(N_("Yes"))),
        ("off", translate(N_("No"))),
    ]
    if stored := form.value("repeat.rule"):
        found["rhythms"].append((Rhythm.AS_IT_IS.value, unusual(form, stored, language)))
    return found


def unusual(form: Form, rule: str, language: str) -> str:
    """The rule that the form has no words for, in words; as it stands when it was tampered with."""
    start = form.value("starts_on") or form.value("starts_at")
    try:
        return in_words(rule, date.fromisoformat(start[:10]), language)
    except (ValueError, LookupError, Invalid):
        return rule


def key_in(typed: Any, name: str) -> UUID | None:
    """An id that a form or an address carries; one that somebody tampered with is as good as none."""
    try:
        return UUID(typed.get(name, ""))
    except (ValueError, AttributeError):
        return None
