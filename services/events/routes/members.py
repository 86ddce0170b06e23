"""The people of an organisation: who they are, inviting and removing them, and what one says about oneself."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.change_profile import change_profile
from services.events.commands.invite_member import invite_member
from services.events.commands.remove_member import remove_member
from services.events.commands.withdraw_invitation import withdraw_invitation
from services.events.domain.membership import ROLE_NAMES, InvitationFields, ProfileFields
from services.events.domain.organisation import Organisation
from services.events.routes.own import check_role, may_act_for, organisation_of
from services.events.tables import invitations, members
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import Invalid, NotFound
from shared.translations import catalogue
from shared.web import Request, Transaction, base_url, form_for, language_of, page, principal_of, see_other, typed_form


@get("/portal/members", who=Who.MEMBER, include_in_schema=False)
async def list_members(request: Request, db: Transaction) -> Response[str]:
    """Those of one's own organisation, or for coordinators of the one in the query."""
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    return await members_page(request, db, organisation, {"language": "de", "role": "member"})


@post("/portal/invitations", who=Who.MEMBER, include_in_schema=False)
async def create_invitation(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    organisation = await organisation_of(request, db, str(typed.get("organisation", "")))
    try:
        fields = forms.from_form(InvitationFields, typed)
        check_role(request, fields.role)
        await invite_member(
            db,
            fields,
            organisation_id=organisation.id,
            inviter_name=principal_of(request).name,
            base_url=base_url(request),
        )
    except Invalid as problem:
        return await members_page(request, db, organisation, typed, problem=problem)
    return see_other(f"/portal/members?organisation={organisation.slug}")


@post("/portal/invitations/{invitation_id:uuid}/withdrawal", who=Who.MEMBER, include_in_schema=False)
async def create_withdrawal(request: Request, db: Transaction, invitation_id: FromPath[UUID]) -> Redirect:
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    await withdraw_invitation(db, invitation_id, organisation_id=organisation.id)
    return see_other(f"/portal/members?organisation={organisation.slug}")


@post("/portal/members/{member_id:uuid}/removal", who=Who.MEMBER, include_in_schema=False)
async def create_member_removal(request: Request, db: Transaction, member_id: FromPath[UUID]) -> Redirect:
    member = await members.get(db, member_id)
    if not may_act_for(request.user, member.organisation_id):
        raise NotFound("member")
    await remove_member(db, member_id)
    if member_id == principal_of(request).member_id:
        return see_other("/")
    organisation = await organisation_of(request, db, request.query_params.get("organisation"))
    return see_other(f"/portal/members?organisation={organisation.slug}")


@get("/portal/profile", who=Who.MEMBER, include_in_schema=False)
async def edit_profile(request: Request, db: Transaction) -> Response[str]:
    member = await members.get(db, own_id(request))
    return profile_page(request, member.email, {"name": member.name, "language": member.language})


@post("/portal/profile", who=Who.MEMBER, include_in_schema=False)
async def update_profile(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    member = await members.get(db, own_id(request))
    try:
        await change_profile(db, member.id, forms.from_form(ProfileFields, typed))
    except Invalid as problem:
        return profile_page(request, member.email, typed, problem=problem)
    return see_other("/portal/members")


def own_id(request: Request) -> UUID:
    """The member who calls; on a page it is always one, since tokens open none."""
    member_id = principal_of(request).member_id
    if member_id is None:
        raise NotFound("member")
    return member_id


async def members_page(
    request: Request,
    db: Connection,
    organisation: Organisation,
    typed: dict[str, Any],
    *,
    problem: Invalid | None = None,
) -> Response[str]:
    translations = catalogue(language_of(request).code)
    return page(
        request,
        "members.html",
        form=form_for(request, InvitationFields, typed, problem),
        organisation=organisation,
        members=await members.list_of(db, organisation.id),
        invitations=await invitations.list_open(db, organisation.id),
        roles=[(role.value, translations.gettext(name)) for role, name in ROLE_NAMES.items()],
        own_id=principal_of(request).member_id,
    )


def profile_page(
    request: Request, email: str, typed: dict[str, Any], *, problem: Invalid | None = None
) -> Response[str]:
    return page(
        request,
        "profile.html",
        form=form_for(request, ProfileFields, typed, problem),
        email=email,
    )
