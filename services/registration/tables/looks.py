"""The `looks` table."""

from datetime import datetime
from uuid import UUID

from services.registration.domain.look import Look, LookKind
from shared.database import Connection, many
from shared.sessions import Principal


async def insert(
    db: Connection, kind: LookKind, looker: Principal, *, event_id: UUID, registration_id: UUID | None, now: datetime
) -> None:
    await db.execute(
        """
        INSERT INTO looks (kind, event_id, registration_id, member_id, organisation_id, looked_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        kind,
        event_id,
        registration_id,
        looker.member_id,
        looker.organisation_id,
        now,
    )


async def list_of_event(db: Connection, event_id: UUID, *, limit: int) -> list[Look]:
    """The latest first."""
    return many(
        await db.fetch(
            """
            SELECT kind, registration_id, looked_at,
                   coalesce(member.state ->> 'name', '') AS member_name,
                   coalesce(organisation.state ->> 'name', '') AS organisation_name
            FROM looks
            LEFT JOIN copies AS member ON member.topic = 'events.member' AND member.id = looks.member_id
            LEFT JOIN copies AS organisation
                   ON organisation.topic = 'events.organisation' AND organisation.id = looks.organisation_id
            WHERE event_id = $1
            ORDER BY looks.id DESC
            LIMIT $2
            """,
            event_id,
            limit,
        ),
        Look,
    )
