"""The tokens with which an organisation's own website calls the API."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.issue_token import issue_token
from services.events.commands.revoke_token import revoke_token
from services.events.domain.membership import ROLE_NAMES, TokenFields
from services.events.tables import api_tokens
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid
from shared.web import Request, Transaction, form_for, page, principal_of, see_other, typed_form


@get("/portal/tokens", who=Who.MEMBER, include_in_schema=False)
async def list_tokens(request: Request, db: Transaction) -> Response[str]:
    return await tokens_page(request, db, {})


@post("/portal/tokens", who=Who.MEMBER, include_in_schema=False)
async def create_token(request: Request, db: Transaction) -> Response[str]:
    """The new token stands in this answer and nowhere else, so there is no other page to lead to."""
    typed = await typed_form(request)
    try:
        fields = forms.from_form(TokenFields, typed)
    except Invalid as problem:
        return await tokens_page(request, db, typed, problem=problem)
    caller = principal_of(request)
    token = await issue_token(db, organisation_id=caller.organisation_id, role=caller.role, name=fields.name)
    answer = await tokens_page(request, db, {}, token=token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@post("/portal/tokens/{token_id:uuid}/revocation", who=Who.MEMBER, include_in_schema=False)
async def create_revocation(request: Request, db: Transaction, token_id: FromPath[UUID]) -> Redirect:
    await revoke_token(db, token_id, organisation_id=principal_of(request).organisation_id)
    return see_other("/portal/tokens")


async def tokens_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    *,
    problem: Invalid | None = None,
    token: str | None = None,
) -> Response[str]:
    return page(
        request,
        "tokens.html",
        form=form_for(request, TokenFields, typed, problem),
        tokens=await api_tokens.list_of(db, principal_of(request).organisation_id),
        role_names=ROLE_NAMES,
        token=token,
    )
