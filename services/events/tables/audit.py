"""The audit log, which the database's triggers write."""

from typing import Any
from uuid import UUID

from services.events.domain.audit import AuditEntry, AuditSearch
from shared.database import Connection, many

CHANGES_BY_DAY = """
    SELECT (changed_at AT TIME ZONE $2)::date AS day, count(*)
    FROM audit_entries
    WHERE changed_at >= $1
    GROUP BY day
"""


async def search(db: Connection, search: AuditSearch, *, limit: int) -> tuple[list[AuditEntry], int | None]:
    """One page of the log, the newest first, and the cursor of the next."""
    found = await list_entries(db, search, event_id=None, limit=limit + 1)
    return found[:limit], found[limit - 1].id if len(found) > limit else None


async def list_of_event(db: Connection, event_id: UUID, *, limit: int) -> list[AuditEntry]:
    """What happened to an event and to all that belongs to it, the newest first."""
    return await list_entries(db, AuditSearch(), event_id=event_id, limit=limit)


async def list_entries(db: Connection, search: AuditSearch, *, event_id: UUID | None, limit: int) -> list[AuditEntry]:
    rows: list[Any] = await db.fetch(
        """
        SELECT a.id, a.changed_at, a.actor_kind, a.actor_id,
               nullif(actor.name, '') AS actor_name, theirs.name AS actor_organisation,
               a.kind, a.row_key,
               coalesce(nullif(a.label, ''), nullif(person.name, ''), invited.name, e.title, '') AS label,
               a.deed, o.slug AS organisation, o.name AS organisation_name, a.event_id, a.before, a.after, a.unsaid
        FROM audit_entries AS a
        LEFT JOIN members AS actor ON actor.id = CASE WHEN a.actor_kind = 'member' THEN a.actor_id END
        LEFT JOIN organisations AS theirs
               ON theirs.id = CASE WHEN a.actor_kind = 'website' THEN a.actor_id ELSE actor.organisation_id END
        LEFT JOIN organisations AS o ON o.id = a.organisation_id
        LEFT JOIN events AS e ON e.id = a.event_id
        LEFT JOIN members AS person ON person.id = CASE WHEN a.kind = 'members' THEN a.row_key::uuid END
        LEFT JOIN invitations AS invited ON invited.id = CASE WHEN a.kind = 'invitations' THEN a.row_key::uuid END
        CROSS JOIN jsonb_to_record($1) AS s (organisation text, kind text, actor uuid, cursor bigint)
        WHERE (s.organisation IS NULL OR s.organisation IN (o.slug, theirs.slug))
          AND (s.kind IS NULL OR s.kind = a.kind)
          AND (s.actor IS NULL OR s.actor = a.actor_id)
          AND (s.cursor IS NULL OR a.id < s.cursor)
          AND ($2::uuid IS NULL OR a.event_id = $2)
        ORDER BY a.id DESC
        LIMIT $3
        """,
        search,
        event_id,
        limit,
    )
    return many(rows, AuditEntry)
