"""Organisations that take part in another's event, or ask to."""

from uuid import UUID

from services.events.domain.co_organisation import CoOrganisation, CoOrganisationStatus, Joined
from shared.database import Connection, many


async def insert(db: Connection, *, event_id: UUID, organisation_id: UUID, note: str) -> bool:
    """Whether it asks for the first time."""
    inserted = await db.execute(
        """
        INSERT INTO co_organisations (event_id, organisation_id, status, note)
        VALUES ($1, $2, 'asked', $3)
        ON CONFLICT (event_id, organisation_id) DO NOTHING
        """,
        event_id,
        organisation_id,
        note,
    )
    return bool(inserted == "INSERT 0 1")


async def list_of(db: Connection, event_id: UUID) -> list[CoOrganisation]:
    rows = await db.fetch(
        """
        SELECT co.organisation_id, o.name AS organisation_name, co.status, co.note
        FROM co_organisations AS co
        JOIN organisations AS o ON o.id = co.organisation_id
        WHERE co.event_id = $1
        ORDER BY o.name
        """,
        event_id,
    )
    return many(rows, CoOrganisation)


async def list_asked(db: Connection, organisation_id: UUID) -> set[UUID]:
    """Those of an organisation's events that others ask to join."""
    rows = await db.fetch(
        """
        SELECT DISTINCT co.event_id
        FROM co_organisations AS co
        JOIN events AS e ON e.id = co.event_id
        WHERE e.organisation_id = $1 AND co.status = 'asked'
        """,
        organisation_id,
    )
    return {row["event_id"] for row in rows}


async def list_joined(db: Connection, organisation_id: UUID) -> list[Joined]:
    """Where an organisation takes part or asked to, those that changed last first."""
    rows = await db.fetch(
        """
        SELECT co.event_id, co.status
        FROM co_organisations AS co
        JOIN events AS e ON e.id = co.event_id
        WHERE co.organisation_id = $1
        ORDER BY e.changed_at DESC
        LIMIT 100
        """,
        organisation_id,
    )
    return many(rows, Joined)


async def find(db: Connection, *, event_id: UUID, organisation_id: UUID) -> CoOrganisation | None:
    return next((each for each in await list_of(db, event_id) if each.organisation_id == organisation_id), None)


async def mark(db: Connection, *, event_id: UUID, organisation_id: UUID, status: CoOrganisationStatus) -> None:
    await db.execute(
        "UPDATE co_organisations SET status = $3 WHERE event_id = $1 AND organisation_id = $2",
        event_id,
        organisation_id,
        status,
    )


async def delete(db: Connection, *, event_id: UUID, organisation_id: UUID) -> bool:
    """Whether there was anything but a refusal to take back."""
    deleted = await db.execute(
        "DELETE FROM co_organisations WHERE event_id = $1 AND organisation_id = $2 AND status <> 'refused'",
        event_id,
        organisation_id,
    )
    return bool(deleted == "DELETE 1")


async def copy(db: Connection, *, from_event_id: UUID, to_event_id: UUID) -> None:
    """Those that take part."""
    await db.execute(
        """
        INSERT INTO co_organisations (event_id, organisation_id, status, note)
        SELECT $2, organisation_id, status, note FROM co_organisations WHERE event_id = $1 AND status = 'accepted'
        """,
        from_event_id,
        to_event_id,
    )
