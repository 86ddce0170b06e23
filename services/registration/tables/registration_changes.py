"""The `registration_changes` table, which the database's triggers write."""

from uuid import UUID

from services.registration.domain.history import HistoryEntry
from shared.database import Connection, many


async def list_of(db: Connection, registration_id: UUID) -> list[HistoryEntry]:
    """All that happened to a registration, and the mails about it, the oldest first."""
    return many(
        await db.fetch(
            """
            SELECT changed_at AS at, actor_kind, actor.state ->> 'name' AS actor_name, before, after, unsaid,
                   '' AS mail_kind, '' AS mail_state
            FROM registration_changes
            LEFT JOIN copies AS actor
              ON actor.id = actor_id AND actor.topic IN ('events.member', 'events.organisation')
            WHERE registration_id = $1
            UNION ALL
            SELECT recorded_at, 'system', NULL, '{}', '{}', '{}', kind, state
            FROM registration_mails
            WHERE registration_id = $1
            ORDER BY at
            """,
            registration_id,
        ),
        HistoryEntry,
    )
