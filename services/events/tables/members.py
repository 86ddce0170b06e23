"""The people who log in for an organisation."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.database import Connection, many, one
from shared.messages.events import MemberState, Role
from shared.problems import NotFound
from shared.sessions import Principal


class Member(Struct, frozen=True, kw_only=True):
    id: UUID
    organisation_id: UUID
    name: str
    email: str
    language: str
    role: Role
    version: int
    removed_at: datetime | None

    @property
    def state(self) -> MemberState:
        """What the other services hear of them."""
        return MemberState(
            id=self.id,
            version=self.version,
            organisation_id=self.organisation_id,
            name=self.name,
            email=self.email,
            language=self.language,
            role=self.role,
            removed_at=self.removed_at,
        )


async def insert(
    db: Connection, *, member_id: UUID, organisation_id: UUID, name: str, email: str, language: str, role: Role
) -> None:
    await db.execute(
        "INSERT INTO members (id, organisation_id, name, email, language, role) VALUES ($1, $2, $3, $4, $5, $6)",
        member_id,
        organisation_id,
        name,
        email,
        language,
        role,
    )


async def get(db: Connection, member_id: UUID) -> Member:
    """The member, also one who was removed. Raises `NotFound`."""
    row = await db.fetchrow(
        "SELECT id, organisation_id, name, email, language, role, version, removed_at FROM members WHERE id = $1",
        member_id,
    )
    found = one(row, Member)
    if found is None:
        raise NotFound("member")
    return found


async def find_by_email(db: Connection, email: str) -> Member | None:
    """The member who is there now with this address, in whatever case it is written."""
    row = await db.fetchrow(
        """
        SELECT id, organisation_id, name, email, language, role, version, removed_at
        FROM members
        WHERE lower(email) = lower($1) AND removed_at IS NULL
        """,
        email,
    )
    return one(row, Member)


async def list_of(db: Connection, organisation_id: UUID) -> list[Member]:
    """Who logs in for the organisation now, by name."""
    rows = await db.fetch(
        """
        SELECT id, organisation_id, name, email, language, role, version, removed_at
        FROM members
        WHERE organisation_id = $1 AND removed_at IS NULL
        ORDER BY lower(name), id
        """,
        organisation_id,
    )
    return many(rows, Member)


async def lock_coordinators(db: Connection) -> list[UUID]:
    """The coordinators of the whole network, of whom nobody else can remove one until we are done."""
    rows = await db.fetch(
        "SELECT id FROM members WHERE role = 'coordinator' AND removed_at IS NULL ORDER BY id FOR NO KEY UPDATE"
    )
    return [row["id"] for row in rows]


async def update_profile(db: Connection, member_id: UUID, *, name: str, language: str) -> None:
    await db.execute(
        "UPDATE members SET name = $2, language = $3, version = version + 1 WHERE id = $1", member_id, name, language
    )


async def mark_removed(db: Connection, member_id: UUID, *, removed_at: datetime) -> None:
    await db.execute("UPDATE members SET removed_at = $2, version = version + 1 WHERE id = $1", member_id, removed_at)


async def forget_removed_before(db: Connection, moment: datetime) -> list[Member]:
    """Keep of those who were removed before this moment only that there was somebody; gives whom we have forgotten."""
    rows = await db.fetch(
        """
        UPDATE members
        SET name = '', email = '', version = version + 1
        WHERE removed_at < $1 AND email <> ''
        RETURNING id, organisation_id, name, email, language, role, version, removed_at
        """,
        moment,
    )
    return many(rows, Member)


async def find_principal(db: Connection, member_id: UUID) -> Principal | None:
    """Who calls with a session of this member; None once they were removed."""
    row = await db.fetchrow(
        """
        SELECT m.id AS member_id, m.organisation_id, o.name AS organisation_name, m.role, m.name
        FROM members AS m
        JOIN organisations AS o ON o.id = m.organisation_id
        WHERE m.id = $1 AND m.removed_at IS NULL
        """,
        member_id,
    )
    return one(row, Principal)
