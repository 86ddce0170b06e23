"""What an organiser sets for an event's sign-up: as a page and in JSON."""

from gettext import NullTranslations
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from services.registration.commands.keep_sign_up_settings import keep_sign_up_settings
from services.registration.domain.questions import read_questions
from services.registration.domain.sign_up_settings import BOOKING_NAMES, SettingsChanged, SignUpSettings
from services.registration.tables import sign_up_settings
from shared import copies, forms
from shared.access import Who
from shared.database import Connection
from shared.forms import Reading
from shared.messages.events import PUBLIC_STATUSES, EventState
from shared.messages.registration import usual_reminder_hours
from shared.openapi import body_of
from shared.problems import Invalid, NotFound, invalid
from shared.translations import LANGUAGES, N_, catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form

HOURS_OF_A_DAY = 24
# What organisers choose from on the page: a week, three days and a day before, and when people set out or join.
REMINDER_HOURS = (168, 72, 24, 2, 1)


async def get_own_event(request: Request, db: Connection, event_id: UUID) -> EventState:
    """Known from its first submission on. Raises `NotFound`."""
    event = await copies.find(db, EventState, event_id)
    if event is None or event.organisation_id != principal_of(request).organisation_id:
        raise NotFound("event")
    return event


@get("/portal/rosters/{event_id:uuid}/settings", who=Who.MEMBER, include_in_schema=False)
async def edit_sign_up_settings(request: Request, db: Transaction, event_id: FromPath[UUID]) -> Response[str]:
    event = await get_own_event(request, db, event_id)
    settings = await sign_up_settings.get(db, event_id)
    typed = flat(msgspec.to_builtins(settings)) | {"reminder_hours": reminder_hours_of(settings, event)}
    return settings_page(request, event, settings, typed)


@post("/portal/rosters/{event_id:uuid}/settings", who=Who.MEMBER, include_in_schema=False)
async def update_sign_up_settings(
    request: Request, db: Transaction, event_id: FromPath[UUID]
) -> Response[str] | Redirect:
    event = await get_own_event(request, db, event_id)
    before = await sign_up_settings.get(db, event_id)
    typed = await typed_form(request)
    typed.pop("questions", None)
    try:
        settings = forms.from_form(SignUpSettings, typed)
        reminder_hours = chosen_reminders(settings.reminder_hours or [], event)
        await keep_on_page(
            request, db, event, replace(settings, questions=before.questions, reminder_hours=reminder_hours)
        )
    except Invalid as problem:
        return settings_page(request, event, before, typed | {"version": before.version}, problem)
    return see_other(f"/portal/rosters/{event_id}/settings?kept=yes")


def reminder_hours_of(settings: SignUpSettings, event: EventState) -> list[int]:
    usual = usual_reminder_hours(online=event.online)
    return usual if settings.reminder_hours is None else settings.reminder_hours


def chosen_reminders(ticked: list[int], event: EventState) -> list[int] | None:
    """What is as usual stays so, also when the event goes online later."""
    chosen = sorted(set(ticked), reverse=True)
    return None if chosen == usual_reminder_hours(online=event.online) else chosen


async def keep_on_page(request: Request, db: Connection, event: EventState, settings: SignUpSettings) -> None:
    """Raises `Invalid`, also when somebody else was faster: what was typed can then be looked at and sent again."""
    try:
        await keep_sign_up_settings(db, event, settings, base_url=base_url(request))
    except SettingsChanged as changed:
        text = N_("Somebody has changed these settings meanwhile. Save again if yours are to replace theirs.")
        raise invalid("", text) from changed


def flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """As the form would send them: what stands inside something else has its name before it."""
    typed: dict[str, Any] = {}
    for name, value in values.items():
        typed |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return typed


def settings_page(
    request: Request,
    event: EventState,
    settings: SignUpSettings,
    typed: dict[str, Any],
    problem: Invalid | None = None,
) -> Response[str]:
    translations = catalogue(language_of(request).code)
    form = form_for(request, SignUpSettings, typed, problem)
    form.labels |= {f"note_texts.{code}": name for code, name in further_languages(event)}
    return page(
        request,
        "settings.html",
        event=event,
        form=form,
        questions_count=len(settings.asked),
        reminders=reminder_choices(reminder_hours_of(settings, event), translations),
        bookings=[(kind.value, translations.gettext(name)) for kind, name in BOOKING_NAMES.items()],
        further_languages=further_languages(event),
        is_public=event.status in PUBLIC_STATUSES,
        is_kept=problem is None and "kept" in request.query_params,
    )


def reminder_choices(chosen: list[int], translations: NullTranslations) -> list[tuple[str, str]]:
    """Those that are usual, and what a program has set besides."""
    return [
        (str(hours), hours_before(hours, translations)) for hours in sorted({*REMINDER_HOURS, *chosen}, reverse=True)
    ]


def hours_before(hours: int, translations: NullTranslations) -> str:
    days, rest = divmod(hours, HOURS_OF_A_DAY)
    if rest:
        return translations.ngettext("%(count)s hour before", "%(count)s hours before", hours) % {"count": hours}
    return translations.ngettext("%(count)s day before", "%(count)s days before", days) % {"count": days}


def further_languages(event: EventState) -> list[tuple[str, str]]:
    """Those in which the organiser does not write anyway."""
    return [(each.code, each.name) for each in LANGUAGES if each.code != event.language]


@get("/api/registrations/settings/{event_id:uuid}", who=Who.MEMBER, summary="What you ask at an event's sign-up")
async def show_sign_up_settings(request: Request, db: Transaction, event_id: FromPath[UUID]) -> SignUpSettings:
    await get_own_event(request, db, event_id)
    return await sign_up_settings.get(db, event_id)


@put(
    "/api/registrations/settings/{event_id:uuid}",
    who=Who.MEMBER,
    operation_class=body_of(SignUpSettings),
    summary="Set what you ask at an event's sign-up",
)
async def replace_sign_up_settings(request: Request, db: Transaction, event_id: FromPath[UUID]) -> SignUpSettings:
    """All of them; `version` is that of the settings which these replace.

    A question without an id gets one. Those that are left out are not asked any more.
    """
    event = await get_own_event(request, db, event_id)
    settings = read_settings(forms.json_object(await request.body()))
    return await keep_sign_up_settings(db, event, settings, base_url=base_url(request))


def read_settings(values: dict[str, Any]) -> SignUpSettings:
    """Raises `Invalid` naming every wrong field."""
    asked = values.pop("questions", [])
    if not isinstance(asked, list):
        raise invalid("questions", N_("Please give a list."))
    reading = Reading(strict=True)
    questions = read_questions(asked, reading)
    settings = reading.struct(SignUpSettings, values, path="")
    if settings is None:
        raise Invalid(*reading.problems)
    return replace(settings, questions=questions)


ROUTES = (edit_sign_up_settings, update_sign_up_settings, show_sign_up_settings, replace_sign_up_settings)
