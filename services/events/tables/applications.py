"""Organisations that ask to be let into the network."""

from datetime import datetime
from uuid import UUID

from services.events.domain.application import Application, ApplicationFields, Decision
from shared.database import Connection, many, one
from shared.problems import NotFound


async def insert(db: Connection, fields: ApplicationFields, *, application_id: UUID, applied_at: datetime) -> bool:
    """Keep the application; False if one from the same address waits already."""
    inserted = await db.fetchval(
        """
        INSERT INTO applications (
            id, applied_at, organisation_name, description, website, name, email, phone, language
        )
        SELECT $1, $2, f.organisation_name, f.description, f.website, f.name, f.email, f.phone, f.language
        FROM jsonb_to_record($3) AS f (
            organisation_name text, description text, website text, name text, email text, phone text, language text
        )
        ON CONFLICT (lower(email)) WHERE decision IS NULL DO NOTHING
        RETURNING true
        """,
        application_id,
        applied_at,
        fields,
    )
    return bool(inserted)


async def count_waiting(db: Connection) -> int:
    return int(await db.fetchval("SELECT count(*) FROM applications WHERE decision IS NULL"))


async def count_from(db: Connection, email: str, *, since: datetime) -> int:
    """How often this address applied and was answered since then."""
    return int(
        await db.fetchval(
            """
            SELECT count(*)
            FROM applications
            WHERE lower(email) = lower($1) AND applied_at > $2 AND decision IS NOT NULL
            """,
            email,
            since,
        )
    )


async def lock(db: Connection, application_id: UUID) -> Application:
    """The application, which nobody else can decide until we are done. Raises `NotFound`."""
    row = await db.fetchrow(
        """
        SELECT id, organisation_name, description, website, name, email, phone, language, applied_at, decision,
               decided_at
        FROM applications
        WHERE id = $1
        FOR UPDATE
        """,
        application_id,
    )
    found = one(row, Application)
    if found is None:
        raise NotFound("application")
    return found


async def list_all(db: Connection) -> list[Application]:
    """Those that wait, longest first; then those that were decided, the latest first."""
    rows = await db.fetch(
        """
        SELECT id, organisation_name, description, website, name, email, phone, language, applied_at, decision,
               decided_at
        FROM applications
        ORDER BY decided_at DESC NULLS FIRST, applied_at
        LIMIT 200
        """
    )
    return many(rows, Application)


async def mark_decided(
    db: Connection,
    application_id: UUID,
    decision: Decision,
    *,
    decided_at: datetime,
    note: str = "",
    organisation_id: UUID | None = None,
) -> None:
    await db.execute(
        """
        UPDATE applications
        SET decision = $2, decided_at = $3, note = $4, organisation_id = $5
        WHERE id = $1
        """,
        application_id,
        decision,
        decided_at,
        note,
        organisation_id,
    )


async def delete_decided_before(db: Connection, moment: datetime) -> None:
    await db.execute("DELETE FROM applications WHERE decided_at < $1", moment)


async def delete_decided_of(db: Connection, email: str) -> list[UUID]:
    """Forget the applications from this address that were answered; their ids."""
    rows = await db.fetch(
        "DELETE FROM applications WHERE lower(email) = lower($1) AND decision IS NOT NULL RETURNING id", email
    )
    return [row["id"] for row in rows]
