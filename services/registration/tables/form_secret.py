"""The `form_secret` table."""

from shared.database import Connection
from shared.sessions import new_token


async def get_or_make(db: Connection) -> str:
    await db.execute("INSERT INTO form_secret (secret) VALUES ($1) ON CONFLICT DO NOTHING", new_token())
    secret: str = await db.fetchval("SELECT secret FROM form_secret")
    return secret
