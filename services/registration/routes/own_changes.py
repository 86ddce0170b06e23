"""People change what they filled in, or give their places to somebody else."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from services.registration.commands.pass_on import pass_on
from services.registration.domain.changes import PassOn
from services.registration.domain.registration import NO_CONSENT
from services.registration.routes.by_link import Opened, open_link
from services.registration.routes.own_registration import own_page
from services.registration.tables import events
from shared.access import Who
from shared.database import Connection
from shared.forms import Form, from_form
from shared.problems import Conflict, Invalid
from shared.translations import LANGUAGES, catalogue
from shared.web import Request, Transaction, language_of, page, typed_form


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
            await pass_on(db, opened.registration.id, to, base_url=request.app.state.settings.base_url)
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
        status=problem.status if problem else 200,
        opened=opened,
        event=await events.find_public(db, opened.registration.event_id),
        form=Form(PassOn, catalogue(language_of(request).code), typed, problem),
        mail_languages=[(each.code, each.name) for each in LANGUAGES],
    )


ROUTES = (new_passing_on, create_passing_on)
