"""When each digest was made last."""

from datetime import datetime

from services.notify.domain.mail import MailKind
from shared.database import Connection


async def begin(db: Connection, kind: MailKind, *, due_at: datetime, now: datetime) -> bool:
    """Whether the digest that was due then is still to be made: by us, and by nobody else."""
    done = await db.execute(
        """
        INSERT INTO made_digests AS d (kind, made_at)
        VALUES ($1, $3)
        ON CONFLICT (kind) DO UPDATE SET made_at = excluded.made_at WHERE d.made_at < $2
        """,
        kind,
        due_at,
        now,
    )
    return bool(done.endswith("1"))


async def find(db: Connection, kind: MailKind) -> datetime | None:
    made_at: datetime | None = await db.fetchval("SELECT made_at FROM made_digests WHERE kind = $1", kind)
    return made_at
