"""People change what they filled in, or give their places to somebody else."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec.structs import replace

from services.registration.commands.change_registration import change_registration
from services.registration.commands.pass_on import pass_on
from services.registration.domain.answers import field_of
from services.registration.domain.changes import Change, PassOn
from services.registration.domain.own_standing import deeds_of
from services.registration.domain.registration import NO_CONSENT, Registration
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.routes.by_hand import names_in
from services.registration.routes.by_link import Opened, open_link
from services.registration.routes.own_registration import own_page
from services.registration.routes.party_edit import typed_of
from services.registration.routes.sign_up_form import asked_in
from services.registration.tables import events, rosters, sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.problems import Conflict, Invalid, invalid
from shared.sentences import FILL_IN
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form


@get("/registrations/{token:str}/change", who=Who.ANYONE, include_in_schema=False)
async def edit_registration(request: Request, db: Transaction, token: FromPath[str]) -> Response[Any]:
    """What cannot be changed any more is shown as it is."""
    opened = await open_link(request, db, token)
    roster = await rosters.get(db, opened.registration.roster_id)
    settings = await sign_up_settings.get(db, opened.registration.event_id)
    if roster is None or not deeds_of(opened.registration, roster, settings, now=datetime.now(UTC)).can_change:
        return see_other(opened.path())
    return await change_page(request, db, opened, typed_of(opened.registration) | answers_of(opened.registration))


@post("/registrations/{token:str}/change", who=Who.ANYONE, include_in_schema=False)
async def update_registration(request: Request, db: Transaction, token: FromPath[str]) -> Response[Any]:
    opened = await open_link(request, db, token)
    typed = await typed_form(request)
    try:
        async with db.transaction():
            settings = await sign_up_settings.get(db, opened.registration.event_id)
            change = read_change(typed, opened.registration, settings)
            await change_registration(db, opened.registration.id, change, base_url=base_url(request))
    except Invalid as problem:
        return await change_page(request, db, opened, typed, problem)
    except Conflict as problem:
        return await own_page(request, db, opened, problem)
    return see_other(opened.path(changed="yes"))


def answers_of(registration: Registration) -> dict[str, Any]:
    """What was answered, as the page would send it."""
    return {field_of(each): "on" if answer is True else answer for each, answer in registration.answers.items()}


def read_change(typed: dict[str, Any], registration: Registration, settings: SignUpSettings) -> Change:
    """The page shows all that people may change: what is empty in it is to be empty. Raises `Invalid`."""
    # Not the address: with another one in it, the link would open what somebody else signed up for.
    fields = {name: value for name, value in typed.items() if name.partition(".")[0] not in ("email", "answers")}
    change = from_form(Change, fields | {"attendees": names_in(typed)})
    if not change.name:
        raise invalid("name", FILL_IN)
    if not change.phone and not registration.email:
        raise invalid("phone", N_("We need your number, to call you when something changes."))
    return replace(
        change,
        phone=change.phone or "",
        smallest_party=change.smallest_party or change.party_size or registration.party_size,
        attendees=change.attendees or [],
        answers={each.id: typed.get(field_of(each.id)) for each in settings.asked},
    )


async def change_page(
    request: Request, db: Connection, opened: Opened, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[Any]:
    settings = await sign_up_settings.get(db, opened.registration.event_id)
    language = language_of(request).code
    form = form_for(request, Change, typed, problem)
    form.labels |= {field_of(each.id): each.text_in(language) for each in settings.asked}
    return page(
        request,
        "change.html",
        opened=opened,
        event=await events.find_public(db, opened.registration.event_id),
        settings=settings,
        form=form,
        asked=asked_in(settings, language),
        largest_party=max(settings.largest_party, opened.registration.party_size),
    )


@get("/registrations/{token:str}/pass-on", who=Who.ANYONE, include_in_schema=False)
async def new_passing_on(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    opened = await open_link(request, db, token)
    return await pass_on_page(request, db, opened, {"language": opened.registration.language})


@post("/registrations/{token:str}/pass-on", who=Who.ANYONE, include_in_schema=False)
async def create_passing_on(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    """The answer is a page, for after this the link opens nothing any more to which one could lead."""
    opened = await open_link(request, db, token)
    typed = await typed_form(request)
    try:
        async with db.transaction():
            to = read(typed)
            await pass_on(db, opened.registration.id, to, base_url=base_url(request))
    except Invalid as problem:
        return await pass_on_page(request, db, opened, typed, problem)
    except Conflict as problem:
        return await own_page(request, db, opened, problem)
    event = await events.find_public(db, opened.registration.event_id)
    return page(request, "passed_on.html", event=event, name=to.name)


def read(typed: dict[str, Any]) -> PassOn:
    """What was typed; that a box is not ticked is said in other words than that a field is empty."""
    try:
        return from_form(PassOn, typed)
    except Invalid as problem:
        raise Invalid(
            *(NO_CONSENT if error.field == NO_CONSENT.field else error for error in problem.errors)
        ) from problem


async def pass_on_page(
    request: Request, db: Connection, opened: Opened, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "pass_on.html",
        opened=opened,
        event=await events.find_public(db, opened.registration.event_id),
        form=form_for(request, PassOn, typed, problem),
    )


ROUTES = (edit_registration, update_registration, new_passing_on, create_passing_on)
