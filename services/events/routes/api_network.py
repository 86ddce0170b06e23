"""Who belongs to the network, in JSON: members, invitations, tokens, applications, and the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import delete, get, post
from litestar.params import FromPath
from msgspec import Struct

from services.events.commands.apply import apply
from services.events.commands.invite_member import invite_member
from services.events.commands.invite_organisation import invite_organisation
from services.events.commands.issue_token import issue_token
from services.events.commands.part_with_organisation import part_with_organisation
from services.events.commands.refuse_application import refuse_application
from services.events.commands.remove_member import remove_member
from services.events.commands.revoke_token import revoke_token
from services.events.commands.verify_application import verify_application
from services.events.commands.withdraw_invitation import withdraw_invitation
from services.events.domain.application import Application, ApplicationFields, RefusalFields
from services.events.domain.audit import AuditEntry, AuditSearch
from services.events.domain.membership import InvitationFields, TokenFields
from services.events.domain.organisation import NewOrganisationFields
from services.events.routes.api_events import PAGE_SIZE
from services.events.routes.directory import OrganisationView, organisation_view
from services.events.routes.own import check_belongs, check_role, organisation_of
from services.events.tables import api_tokens, applications, audit, invitations, members, organisations
from services.events.tables.api_tokens import Token
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.messages.events import Role
from shared.openapi import body_of, query_of
from shared.web import Request, Transaction, base_url, principal_of

ONE = "/api/organisations/{slug:str}"
ONE_APPLICATION = "/api/applications/{application_id:uuid}"


class MemberView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    email: str
    language: str
    role: Role


class InvitationView(Struct, frozen=True, kw_only=True):
    """Somebody who was asked and has not accepted yet."""

    id: UUID
    name: str
    email: str
    role: Role
    expires_at: datetime


class MemberList(Struct, frozen=True, kw_only=True):
    items: list[MemberView]
    invitations: list[InvitationView]


class TokenList(Struct, frozen=True, kw_only=True):
    items: list[Token]


class NewToken(Struct, frozen=True, kw_only=True):
    """A token, which is shown this once."""

    token: str


class ApplicationList(Struct, frozen=True, kw_only=True):
    items: list[Application]


class AuditList(Struct, frozen=True, kw_only=True):
    """One page of the log, the newest first; `next_cursor` is null on the last."""

    items: list[AuditEntry]
    next_cursor: str | None


@post("/api/organisations", who=Who.COORDINATOR, operation_class=body_of(NewOrganisationFields), tags=["organisations"])
async def create_organisation_json(request: Request, db: Transaction) -> OrganisationView:
    """Let an organisation in, and ask its first person by mail to log in."""
    fields = forms.from_json(NewOrganisationFields, await request.body())
    organisation_id = await invite_organisation(
        db, fields, inviter_name=principal_of(request).name, base_url=base_url(request)
    )
    return organisation_view(await organisations.get(db, organisation_id), [], base_url=base_url(request))


@delete(ONE, who=Who.COORDINATOR, tags=["organisations"])
async def delete_organisation_json(db: Transaction, slug: FromPath[str]) -> None:
    """The organisation leaves the network: nobody can log in for it any more; its entries stay."""
    await part_with_organisation(db, (await organisations.get_by_slug(db, slug)).id)


@get(f"{ONE}/members", who=Who.MEMBER, tags=["members"])
async def list_members_json(request: Request, db: Transaction, slug: FromPath[str]) -> MemberList:
    return await members_of(db, (await organisation_of(request, db, slug)).id)


@post(f"{ONE}/invitations", who=Who.MEMBER, operation_class=body_of(InvitationFields), tags=["members"])
async def create_invitation_json(request: Request, db: Transaction, slug: FromPath[str]) -> MemberList:
    """Ask somebody by mail to log in for the organisation."""
    organisation = await organisation_of(request, db, slug)
    fields = forms.from_json(InvitationFields, await request.body())
    check_role(request, fields.role)
    await invite_member(
        db, fields, organisation_id=organisation.id, inviter_name=principal_of(request).name, base_url=base_url(request)
    )
    return await members_of(db, organisation.id)


@delete(f"{ONE}/invitations/{{invitation_id:uuid}}", who=Who.MEMBER, tags=["members"])
async def delete_invitation_json(
    request: Request, db: Transaction, slug: FromPath[str], invitation_id: FromPath[UUID]
) -> None:
    organisation = await organisation_of(request, db, slug)
    await withdraw_invitation(db, invitation_id, organisation_id=organisation.id)


@delete(f"{ONE}/members/{{member_id:uuid}}", who=Who.MEMBER, tags=["members"])
async def delete_member_json(request: Request, db: Transaction, slug: FromPath[str], member_id: FromPath[UUID]) -> None:
    organisation = await organisation_of(request, db, slug)
    check_belongs((await members.get(db, member_id)).organisation_id, organisation)
    await remove_member(db, member_id)


@get(f"{ONE}/tokens", who=Who.MEMBER, tags=["tokens"])
async def list_tokens_json(request: Request, db: Transaction, slug: FromPath[str]) -> TokenList:
    return TokenList(items=await api_tokens.list_of(db, (await organisation_of(request, db, slug)).id))


@post(f"{ONE}/tokens", who=Who.MEMBER, operation_class=body_of(TokenFields), tags=["tokens"])
async def create_token_json(request: Request, db: Transaction, slug: FromPath[str]) -> NewToken:
    """A new token that may do for this organisation what its members may."""
    organisation = await organisation_of(request, db, slug)
    fields = forms.from_json(TokenFields, await request.body())
    caller = principal_of(request)
    role = caller.role if caller.organisation_id == organisation.id else Role.MEMBER
    return NewToken(token=await issue_token(db, organisation_id=organisation.id, role=role, name=fields.name))


@delete(f"{ONE}/tokens/{{token_id:uuid}}", who=Who.MEMBER, tags=["tokens"])
async def delete_token_json(request: Request, db: Transaction, slug: FromPath[str], token_id: FromPath[UUID]) -> None:
    await revoke_token(db, token_id, organisation_id=(await organisation_of(request, db, slug)).id)


@post(
    "/api/applications",
    who=Who.ANYONE,
    status_code=202,
    operation_class=body_of(ApplicationFields),
    tags=["applications"],
)
async def create_application_json(request: Request, db: Transaction) -> None:
    """An organisation asks to be let in; a coordinator decides, and a mail tells."""
    await apply(db, forms.from_json(ApplicationFields, await request.body()), base_url=base_url(request))


@get("/api/applications", who=Who.COORDINATOR, tags=["applications"])
async def list_applications_json(db: Transaction) -> ApplicationList:
    """Those that wait, longest first; then those that were decided."""
    return ApplicationList(items=await applications.list_all(db))


@post(f"{ONE_APPLICATION}/verification", who=Who.COORDINATOR, tags=["applications"])
async def create_verification_json(
    request: Request, db: Transaction, application_id: FromPath[UUID]
) -> OrganisationView:
    organisation_id = await verify_application(
        db, application_id, inviter_name=principal_of(request).name, base_url=base_url(request)
    )
    return organisation_view(await organisations.get(db, organisation_id), [], base_url=base_url(request))


@post(
    f"{ONE_APPLICATION}/refusal",
    who=Who.COORDINATOR,
    status_code=204,
    operation_class=body_of(RefusalFields),
    tags=["applications"],
)
async def create_refusal_json(request: Request, db: Transaction, application_id: FromPath[UUID]) -> None:
    fields = forms.from_json(RefusalFields, await request.body())
    await refuse_application(db, application_id, note=fields.note)


@get("/api/audit", who=Who.COORDINATOR, operation_class=query_of(AuditSearch), tags=["audit"])
async def list_audit_json(request: Request, db: Transaction) -> AuditList:
    """Who changed what that others see."""
    search = forms.from_form(AuditSearch, dict(request.query_params))
    found, more = await audit.search(db, search, limit=PAGE_SIZE)
    return AuditList(items=found, next_cursor=str(more) if more else None)


async def members_of(db: Connection, organisation_id: UUID) -> MemberList:
    present, asked = await members.list_of(db, organisation_id), await invitations.list_open(db, organisation_id)
    return MemberList(
        items=[MemberView(**same(MemberView, each)) for each in present],
        invitations=[InvitationView(**same(InvitationView, each)) for each in asked],
    )


def same(view: type[Struct], thing: Struct) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in view.__struct_fields__}
