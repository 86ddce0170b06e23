"""Newsletter editions as coordinators prepare them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.call_for_contributions import call_for_contributions
from services.notify.commands.change_edition import change_edition
from services.notify.commands.compose_edition import compose_anew
from services.notify.commands.correct_edition import correct_edition
from services.notify.commands.create_edition import create_edition
from services.notify.commands.delete_edition import delete_edition
from services.notify.domain import contribution
from services.notify.domain.edition import (
    STATE_NAMES,
    Edition,
    EditionFields,
    takes_contributions,
)
from services.notify.routes.editing import other_languages, to_send_again
from services.notify.routes.edition_choices import choices_in
from services.notify.tables import contribution_pictures, contributions, editions
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.web import Request, Transaction, form_for, language_of, page, principal_of, see_other, today_of, typed_form


@get("/portal/newsletter", who=Who.MEMBER, include_in_schema=False)
async def list_editions(request: Request, db: Transaction) -> Response[str]:
    """What partners can contribute to and what they gave; for coordinators all editions besides."""
    found, by = await editions.list_all(db), principal_of(request)
    own = await contributions.list_of_organisation(db, by.organisation_id)
    shown = {edition.id for edition in found if takes_contributions(edition, today_of(request))}
    shown |= {each.edition_id for each in own}
    return page(
        request,
        "editions.html",
        editions=found if by.is_coordinator else [],
        offered=[(each, [one for one in own if one.edition_id == each.id]) for each in found if each.id in shown],
        is_open=lambda edition: takes_contributions(edition, today_of(request)),
        state_names=STATE_NAMES,
        contribution_states=contribution.STATE_NAMES,
    )


@get("/portal/newsletter/new", who=Who.COORDINATOR, include_in_schema=False)
async def new_edition(request: Request, db: Transaction) -> Response[str]:
    return await edition_form(request, db, {"language": language_of(request).code})


@post("/portal/newsletter/new", who=Who.COORDINATOR, include_in_schema=False)
async def begin_edition(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        edition = await create_edition(db, forms.from_form(EditionFields, typed))
    except Invalid as problem:
        return await edition_form(request, db, typed, problem=problem)
    return see_other(f"/portal/newsletter/{edition.id}")


@get("/portal/newsletter/{edition_id:uuid}", who=Who.COORDINATOR, include_in_schema=False)
async def show_edition(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    edition = await editions.get(db, edition_id)
    given = await contributions.list_of_edition(db, edition_id)
    pictures = await contribution_pictures.list_of_each(db, [each.id for each in given])
    composed = await compose_anew(db, edition, language_of(request).code)
    return page(
        request,
        "edition_editor.html",
        edition=edition,
        contributions=given,
        photo_counts={each: sum(not one.is_logo for one in found) for each, found in pictures.items()},
        event_count=len(composed.events),
        is_open=takes_contributions(edition, today_of(request)),
        has_time=edition.call_closes_on is not None and edition.call_closes_on >= today_of(request),
        translations_left=other_languages(edition.language),
        written={text.language for text in edition.texts},
        state_names=STATE_NAMES,
        contribution_states=contribution.STATE_NAMES,
    )


@get("/portal/newsletter/{edition_id:uuid}/edit", who=Who.COORDINATOR, include_in_schema=False)
async def edit_edition(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    edition = await editions.get(db, edition_id)
    return await edition_form(request, db, typed_of(edition), edition=edition)


@post("/portal/newsletter/{edition_id:uuid}/edit", who=Who.COORDINATOR, include_in_schema=False)
async def update_edition(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str] | Redirect:
    edition = await editions.get(db, edition_id)
    typed = await typed_form(request)
    try:
        await change_edition(db, edition_id, forms.from_form(EditionFields, typed))
    except Invalid as problem:
        again = to_send_again(typed, problem, version=edition.version)
        return await edition_form(request, db, again, edition=edition, problem=problem)
    return see_other(f"/portal/newsletter/{edition_id}")


@post("/portal/newsletter/{edition_id:uuid}/call", who=Who.COORDINATOR, include_in_schema=False)
async def create_call(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await call_for_contributions(db, edition_id, now=datetime.now(UTC), zone=request.app.state.settings.zone)
    return see_other(f"/portal/newsletter/{edition_id}")


@post("/portal/newsletter/{edition_id:uuid}/correction", who=Who.COORDINATOR, include_in_schema=False)
async def create_correction(db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await correct_edition(db, edition_id, now=datetime.now(UTC))
    return see_other(f"/portal/newsletter/{edition_id}")


@post("/portal/newsletter/{edition_id:uuid}/deletion", who=Who.COORDINATOR, include_in_schema=False)
async def create_deletion(db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await delete_edition(db, edition_id)
    return see_other("/portal/newsletter")


async def edition_form(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    *,
    edition: Edition | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    return page(
        request,
        "edition_form.html",
        edition=edition,
        form=form_for(request, EditionFields, typed, problem),
        options=await choices_in(db, language_of(request).code),
    )


def typed_of(edition: Edition) -> dict[str, Any]:
    """The edition as the form sends it."""
    own = msgspec.structs.asdict(edition) | msgspec.structs.asdict(edition.texts[0])
    events = {f"events.{name}": value for name, value in msgspec.structs.asdict(edition.events).items()}
    return own | events


ROUTES = (
    list_editions,
    new_edition,
    begin_edition,
    show_edition,
    edit_edition,
    update_edition,
    create_call,
    create_correction,
    create_deletion,
)
