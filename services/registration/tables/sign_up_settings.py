"""The `sign_up_settings` table."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.registration.domain.sign_up_settings import SignUpSettings
from shared.database import Connection


async def get(db: Connection, event_id: UUID) -> SignUpSettings:
    """Those of the event, or the usual ones."""
    return as_kept(await db.fetchval("SELECT settings FROM sign_up_settings WHERE event_id = $1", event_id))


def as_kept(settings: Any) -> SignUpSettings:
    """As the `settings` column has them; None where there is no row."""
    return SignUpSettings() if settings is None else msgspec.convert(settings, SignUpSettings)


async def keep(
    db: Connection, event_id: UUID, settings: SignUpSettings, *, organisation_id: UUID, now: datetime
) -> bool:
    """Store them as the next version; False when another one has been stored since they were read."""
    return bool(
        await db.fetchval(
            """
            INSERT INTO sign_up_settings (event_id, organisation_id, version, settings, changed_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (event_id) DO UPDATE
            SET organisation_id = excluded.organisation_id, version = excluded.version, settings = excluded.settings,
                changed_at = excluded.changed_at
            WHERE sign_up_settings.version = excluded.version - 1
            RETURNING true
            """,
            event_id,
            organisation_id,
            settings.version,
            settings,
            now,
        )
    )


async def copy(db: Connection, event_id: UUID, to_event_id: UUID) -> None:
    """Those of the one event are those of the other, too, unless it has its own."""
    await db.execute(
        """
        INSERT INTO sign_up_settings (event_id, organisation_id, version, settings, changed_at)
        SELECT $2, organisation_id, version, settings, changed_at
        FROM sign_up_settings
        WHERE event_id = $1
        ON CONFLICT (event_id) DO NOTHING
        """,
        event_id,
        to_event_id,
    )
