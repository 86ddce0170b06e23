"""Who is asking: the signed session of a member, the token of an organisation's website.

events signs a session with Ed25519; the others only verify it, and look the member up in their own copy.
"""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared import copies
from shared.database import Connection
from shared.messages.events import MemberState, OrganisationState, Role
from shared.settings import raw_key

SESSION_COOKIE = "session"
SESSION_AGE = timedelta(days=30)
ALGORITHM = "EdDSA"


class Principal(Struct, frozen=True, kw_only=True):
    """A member with a session, or an organisation's website with a token (then there is no member)."""

    organisation_id: UUID
    organisation_name: str
    role: Role
    name: str
    member_id: UUID | None = None

    @property
    def is_coordinator(self) -> bool:
        return self.role is Role.COORDINATOR


class Identities(Struct, frozen=True, kw_only=True):
    """How a service finds who is asking."""

    find_member: Callable[[Connection, UUID], Awaitable[Principal | None]]
    find_token: Callable[[Connection, str], Awaitable[Principal | None]]


def new_token() -> str:
    """256 random bits to put into a link or a header; only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    # A plain hash is enough: a random token of 256 bits cannot be guessed from it.
    return hashlib.sha256(token.encode()).hexdigest()


def sign_session(member_id: UUID, *, private_key: str, now: datetime) -> str:
    # Here, as below: a service starts sooner without, and feeds and public pages need no session.
    import jwt
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(raw_key(private_key))
    return jwt.encode({"sub": str(member_id), "exp": now + SESSION_AGE}, key, algorithm=ALGORITHM)


def member_of(session: str, *, public_key: str) -> UUID | None:
    """The member a session was signed for, or None when it is forged, broken or over."""
    import jwt
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(raw_key(public_key))
    try:
        claims: dict[str, Any] = jwt.decode(session, key, algorithms=[ALGORITHM], options={"require": ["sub", "exp"]})
        return UUID(claims["sub"])
    except (jwt.InvalidTokenError, ValueError):
        return None


async def find_copied_member(db: Connection, member_id: UUID) -> Principal | None:
    """The member as our copy knows them; None once they were removed."""
    member = await copies.find(db, MemberState, member_id)
    if member is None or member.removed_at is not None:
        return None
    organisation = await copies.find(db, OrganisationState, member.organisation_id)
    return Principal(
        organisation_id=member.organisation_id,
        organisation_name=organisation.name if organisation else "",
        role=member.role,
        name=member.name,
        member_id=member.id,
    )


async def find_copied_token(db: Connection, digest: str) -> Principal | None:
    organisation = await copies.find_by_token(db, digest)
    if organisation is None:
        return None
    token = next(token for token in organisation.tokens if token.digest == digest)
    return Principal(
        organisation_id=organisation.id, organisation_name=organisation.name, role=token.role, name=organisation.name
    )


COPIED_IDENTITIES = Identities(find_member=find_copied_member, find_token=find_copied_token)
