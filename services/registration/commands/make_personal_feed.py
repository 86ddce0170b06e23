from datetime import UTC, datetime

from services.registration.domain.person import Person
from services.registration.tables import personal_feeds
from shared.database import Connection
from shared.sessions import digest_of, new_token


async def make_personal_feed(db: Connection, person: Person) -> str:
    """The token of a new private calendar address, which nobody can look up again; the one before works no more."""
    token = new_token()
    await personal_feeds.replace(db, person, digest=digest_of(token), created_at=datetime.now(UTC))
    return token
