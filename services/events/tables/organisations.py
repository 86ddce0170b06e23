"""The partners of the network."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.events.domain.organisation import Organisation, OrganisationFields
from shared.database import Connection, many, one
from shared.messages.events import ApiToken, OrganisationState
from shared.problems import NotFound
from shared.sessions import Principal


class OrganisationSummary(Struct, frozen=True, kw_only=True):
    """A partner as coordinators look after it."""

    slug: str
    name: str
    member_count: int
    invitation_count: int
    offer_count: int
    last_entry_at: datetime | None
    left_at: datetime | None


async def insert(db: Connection, *, organisation_id: UUID, slug: str, name: str) -> None:
    await db.execute("INSERT INTO organisations (id, slug, name) VALUES ($1, $2, $3)", organisation_id, slug, name)


async def is_taken(db: Connection, slug: str) -> bool:
    return bool(await db.fetchval("SELECT true FROM organisations WHERE slug = $1", slug))


async def load(db: Connection, organisation_ids: list[UUID]) -> list[Organisation]:
    """These organisations, in this order; ids that we do not have are left out."""
    rows = await db.fetch(
        """
        SELECT id, slug, name, version, description, purpose, language, languages, address, opening_hours,
               contact_name, email, phone, website, left_at
        FROM organisations
        WHERE id = ANY($1)
        ORDER BY array_position($1, id)
        """,
        organisation_ids,
    )
    return many(rows, Organisation)


async def get(db: Connection, organisation_id: UUID) -> Organisation:
    """The organisation, also one that left. Raises `NotFound`."""
    found = await load(db, [organisation_id])
    if not found:
        raise NotFound("organisation")
    return found[0]


async def get_by_slug(db: Connection, slug: str) -> Organisation:
    """The organisation, also one that left. Raises `NotFound`."""
    return await get(db, await db.fetchval("SELECT id FROM organisations WHERE slug = $1", slug))


async def lock(db: Connection, organisation_id: UUID) -> Organisation:
    """The organisation, whose people and entry nobody else can change until we are done. Raises `NotFound`."""
    await db.execute("SELECT id FROM organisations WHERE id = $1 FOR NO KEY UPDATE", organisation_id)
    return await get(db, organisation_id)


async def list_all(db: Connection) -> list[Organisation]:
    """All that ever took part, by name."""
    rows = await db.fetch("SELECT id FROM organisations ORDER BY lower(name), id")
    return await load(db, [row["id"] for row in rows])


async def list_present(db: Connection) -> list[Organisation]:
    """Those that take part now, by name."""
    rows = await db.fetch("SELECT id FROM organisations WHERE left_at IS NULL ORDER BY lower(name), id")
    return await load(db, [row["id"] for row in rows])


async def list_summaries(db: Connection) -> list[OrganisationSummary]:
    """All of them as coordinators see them, those that left last."""
    rows = await db.fetch(
        """
        SELECT o.slug, o.name, o.left_at,
               (
                   SELECT count(*)
                   FROM members AS m
                   WHERE m.organisation_id = o.id AND m.removed_at IS NULL
               ) AS member_count,
               (
                   SELECT count(*)
                   FROM invitations AS i
                   WHERE i.organisation_id = o.id AND i.accepted_at IS NULL AND i.expires_at > now()
               ) AS invitation_count,
               (SELECT count(*) FROM offers AS f WHERE f.organisation_id = o.id) AS offer_count,
               (SELECT max(e.changed_at) FROM events AS e WHERE e.organisation_id = o.id) AS last_entry_at
        FROM organisations AS o
        ORDER BY o.left_at IS NOT NULL, lower(o.name), o.id
        """
    )
    return many(rows, OrganisationSummary)


async def update(db: Connection, organisation_id: UUID, fields: OrganisationFields) -> None:
    await db.execute(
        """
        UPDATE organisations AS o
        SET name = f.name, description = f.description, purpose = f.purpose, language = f.language,
            languages = f.languages, address = f.address, opening_hours = f.opening_hours,
            contact_name = f.contact_name, email = f.email, phone = f.phone, website = f.website
        FROM jsonb_to_record($2) AS f (
            name text, description text, purpose text, language text, languages text[], address text,
            opening_hours text, contact_name text, email text, phone text, website text
        )
        WHERE o.id = $1
        """,
        organisation_id,
        fields,
    )


async def mark_left(db: Connection, organisation_id: UUID, *, left_at: datetime) -> None:
    await db.execute("UPDATE organisations SET left_at = $2 WHERE id = $1", organisation_id, left_at)


async def next_state(db: Connection, organisation_id: UUID) -> OrganisationState:
    """What the other services are to hear of it now: with a version that is higher than any before."""
    await db.execute("UPDATE organisations SET version = version + 1 WHERE id = $1", organisation_id)
    return await state_of(db, organisation_id)


async def state_of(db: Connection, organisation_id: UUID) -> OrganisationState:
    """What the other services heard of it last."""
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
