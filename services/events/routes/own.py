"""For which organisation somebody acts: their own, or for coordinators any that they name."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from services.events.domain.organisation import Organisation
from services.events.tables import organisations
from shared.database import Connection
from shared.messages.events import Role
from shared.problems import Forbidden, NotFound
from shared.sessions import Principal
from shared.web import Request, principal_of


def may_act_for(principal: Principal | None, organisation_id: UUID) -> bool:
    return principal is not None and (principal.is_coordinator or principal.organisation_id == organisation_id)


async def organisation_of(request: Request, db: Connection, slug: str | None = None) -> Organisation:
    """The named organisation, or the caller's own. Raises `NotFound` for one that the caller may not act for."""
    if not slug:
        return await organisations.get(db, principal_of(request).organisation_id)
    organisation = await organisations.get_by_slug(db, slug)
    if not may_act_for(request.user, organisation.id):
        raise NotFound("organisation")
    return organisation


def check_belongs(organisation_id: UUID, organisation: Organisation) -> None:
    """Raises `NotFound` for what belongs to another organisation than the address says."""
    if organisation_id != organisation.id:
        raise NotFound("organisation")


def check_role(request: Request, role: Role) -> None:
    """Raises `Forbidden` when the caller gives a role that they do not have."""
    if role is Role.COORDINATOR and not principal_of(request).is_coordinator:
        raise Forbidden


def typed_of(fields: Struct) -> dict[str, Any]:
    """The fields as a form would send them."""
    typed: dict[str, Any] = msgspec.to_builtins(fields)
    return {name: "on" if value is True else value for name, value in typed.items() if value is not False}
