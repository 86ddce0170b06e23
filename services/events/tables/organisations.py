"""The partners of the network, and the tokens of their websites."""

from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many, one
from shared.messages.events import ApiToken, OrganisationState, Role
from shared.problems import NotFound
from shared.sessions import Principal


class Organisation(Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: str
    version: int


async def insert(db: Connection, *, organisation_id: UUID, slug: str, name: str) -> None:
    await db.execute("INSERT INTO organisations (id, slug, name) VALUES ($1, $2, $3)", organisation_id, slug, name)


async def insert_token(db: Connection, *, digest: str, organisation_id: UUID, role: Role) -> None:
    await db.execute(
        "INSERT INTO api_tokens (digest, organisation_id, role) VALUES ($1, $2, $3)", digest, organisation_id, role
    )
    await db.execute("UPDATE organisations SET version = version + 1 WHERE id = $1", organisation_id)


async def get_by_slug(db: Connection, slug: str) -> Organisation:
    """The organisation. Raises `NotFound`."""
    row = await db.fetchrow("SELECT id, slug, name, version FROM organisations WHERE slug = $1", slug)
    found = one(row, Organisation)
    if found is None:
        raise NotFound("organisation")
    return found


async def list_all(db: Connection) -> list[Organisation]:
    return many(await db.fetch("SELECT id, slug, name, version FROM organisations ORDER BY lower(name)"), Organisation)


async def state_of(db: Connection, organisation_id: UUID) -> OrganisationState:
    """What the other services hear of it."""
    rows = await db.fetch("SELECT id, slug, name, version FROM organisations WHERE id = $1", organisation_id)
    tokens = await db.fetch(
        "SELECT digest, role FROM api_tokens WHERE organisation_id = $1 AND revoked_at IS NULL ORDER BY digest",
        organisation_id,
    )
    return OrganisationState(**rows[0], tokens=many(tokens, ApiToken))


async def find_principal(db: Connection, digest: str) -> Principal | None:
    """Whose website calls with the token of this digest."""
    row = await db.fetchrow(
        """
        SELECT t.organisation_id, o.name AS organisation_name, t.role, o.name
        FROM api_tokens AS t
        JOIN organisations AS o ON o.id = t.organisation_id
        WHERE t.digest = $1 AND t.revoked_at IS NULL
        """,
        digest,
    )
    return one(row, Principal)
