"""The one secret of a service: what it signs with, for itself alone."""

from shared.database import Connection
from shared.sessions import new_token


async def get_or_make(db: Connection) -> str:
    """Made by the first process that needs it, the same for all of them."""
    await db.execute("INSERT INTO secret (secret) VALUES ($1) ON CONFLICT DO NOTHING", new_token())
    secret: str = await db.fetchval("SELECT secret FROM secret")
    return secret
