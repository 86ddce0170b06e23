"""What a partner gives to an edition, and what its editor makes of it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.notify.commands.change_contribution import change_contribution
from services.notify.commands.compose_edition import composed
from services.notify.commands.decide_on_contribution import decide_on_contribution
from services.notify.commands.delete_contribution import delete_contribution
from services.notify.commands.move_contribution import move_contribution
from services.notify.commands.offer_contribution import offer_contribution
from services.notify.domain.contribution import STATE_NAMES, Contribution, ContributionFields, ContributionState
from services.notify.domain.edition import Edition
from services.notify.routes.editing import (
    get_changeable,
    get_open_edition,
    get_own,
    may_contribute,
    other_languages,
    to_send_again,
)
from services.notify.routes.texts import chosen
from services.notify.tables import contribution_pictures, contributions, editions
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.web import Request, Transaction, form_for, language_of, page, principal_of, see_other, typed_form

PATH = "/portal/newsletter/contributions/{contribution_id:uuid}"


class DecisionForm(Struct, frozen=True, kw_only=True):
    state: ContributionState


class PositionForm(Struct, frozen=True, kw_only=True):
    position: Annotated[int, Meta(ge=1, le=1000)]


@get("/portal/newsletter/{edition_id:uuid}/contributions/new", who=Who.MEMBER, include_in_schema=False)
async def new_contribution(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    edition = await get_open_edition(request, db, edition_id)
    return contribution_form(request, edition, {"language": language_of(request).code})


@post("/portal/newsletter/{edition_id:uuid}/contributions/new", who=Who.MEMBER, include_in_schema=False)
async def create_contribution(
    request: Request, db: Transaction, edition_id: FromPath[UUID]
) -> Response[str] | Redirect:
    edition = await get_open_edition(request, db, edition_id)
    typed = await typed_form(request)
    try:
        fields = forms.from_form(ContributionFields, typed)
        made = await offer_contribution(db, edition_id, fields, organisation_id=principal_of(request).organisation_id)
    except Invalid as problem:
        return contribution_form(request, edition, typed, problem=problem)
    return see_other(f"/portal/newsletter/contributions/{made}/pictures")


@get(PATH, who=Who.MEMBER, include_in_schema=False)
async def show_contribution(request: Request, db: Transaction, contribution_id: FromPath[UUID]) -> Response[str]:
    """As readers will see it, in each language."""
    contribution = await get_own(request, db, contribution_id)
    edition = await editions.get(db, contribution.edition_id)
    pictures = await contribution_pictures.list_of(db, contribution_id)
    reader = chosen(request)
    return page(
        request,
        "contribution.html",
        contribution=contribution,
        edition=edition,
        composed=composed(contribution, pictures, reader.code),
        reader=reader,
        photo_count=sum(not each.is_logo for each in pictures),
        may_change=may_contribute(request, edition),
        translations_left=other_languages(contribution.language),
        written={text.language for text in contribution.texts},
        state_names=STATE_NAMES,
    )


@get(f"{PATH}/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_contribution(request: Request, db: Transaction, contribution_id: FromPath[UUID]) -> Response[str]:
    contribution = await get_changeable(request, db, contribution_id)
    edition = await editions.get(db, contribution.edition_id)
    return contribution_form(request, edition, typed_of(contribution), contribution=contribution)


@post(f"{PATH}/edit", who=Who.MEMBER, include_in_schema=False)
async def update_contribution(
    request: Request, db: Transaction, contribution_id: FromPath[UUID]
) -> Response[str] | Redirect:
    contribution = await get_changeable(request, db, contribution_id)
    edition = await editions.get(db, contribution.edition_id)
    typed = await typed_form(request)
    try:
        await change_contribution(db, contribution, forms.from_form(ContributionFields, typed))
    except Invalid as problem:
        again = to_send_again(typed, problem, version=contribution.version)
        return contribution_form(request, edition, again, contribution=contribution, problem=problem)
    return see_other(f"/portal/newsletter/contributions/{contribution_id}")


@post(f"{PATH}/deletion", who=Who.MEMBER, include_in_schema=False)
async def create_contribution_deletion(request: Request, db: Transaction, contribution_id: FromPath[UUID]) -> Redirect:
    contribution = await get_changeable(request, db, contribution_id)
    await delete_contribution(db, contribution)
    return see_other("/portal/newsletter")


@post(f"{PATH}/state", who=Who.COORDINATOR, include_in_schema=False)
async def update_contribution_state(request: Request, db: Transaction, contribution_id: FromPath[UUID]) -> Redirect:
    """The editor takes it into the edition or leaves it out."""
    contribution = await contributions.get(db, contribution_id)
    form = forms.from_form(DecisionForm, await typed_form(request))
    await decide_on_contribution(db, contribution, form.state)
    return to_editor(contribution)


@post(f"{PATH}/position", who=Who.COORDINATOR, include_in_schema=False)
async def update_contribution_position(request: Request, db: Transaction, contribution_id: FromPath[UUID]) -> Redirect:
    contribution = await contributions.get(db, contribution_id)
    form = forms.from_form(PositionForm, await typed_form(request))
    await move_contribution(db, contribution, position=form.position)
    return to_editor(contribution)


def to_editor(contribution: Contribution) -> Redirect:
    return see_other(f"/portal/newsletter/{contribution.edition_id}#c{contribution.id}")


def contribution_form(
    request: Request,
    edition: Edition,
    typed: dict[str, Any],
    *,
    contribution: Contribution | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    return page(
        request,
        "contribution_form.html",
        edition=edition,
        contribution=contribution,
        form=form_for(request, ContributionFields, typed, problem),
    )


def typed_of(contribution: Contribution) -> dict[str, Any]:
    """The contribution as the form sends it."""
    return msgspec.structs.asdict(contribution) | msgspec.structs.asdict(contribution.texts[0])


ROUTES = (
    new_contribution,
    create_contribution,
    show_contribution,
    edit_contribution,
    update_contribution,
    create_contribution_deletion,
    update_contribution_state,
    update_contribution_position,
)
