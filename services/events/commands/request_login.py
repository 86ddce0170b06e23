from datetime import UTC, datetime, timedelta

from services.events.tables import login_links, members
from shared import outbox
from shared.database import Connection
from shared.messages.events_facts import LoginRequested
from shared.sessions import digest_of, new_token

LINK_AGE = timedelta(minutes=15)
# Somebody who asks again and again must not fill a member's mailbox.
MOST_OPEN_LINKS = 5


async def request_login(db: Connection, email: str, *, base_url: str) -> None:
    """Mail a member a link that logs in once; for any other address nothing happens, and the page says the same."""
    now = datetime.now(UTC)
    member = await members.find_by_email(db, email)
    if member is None or await login_links.count_open(db, member.id, now=now) >= MOST_OPEN_LINKS:
        return
    token = new_token()
    await login_links.delete_older_than(db, now - LINK_AGE)
    await login_links.insert(db, digest=digest_of(token), member_id=member.id, expires_at=now + LINK_AGE)
    await outbox.stage(
        db,
        LoginRequested(
            member_id=member.id,
            email=member.email,
            name=member.name,
            language=member.language,
            link=f"{base_url}/login/{token}",
            expires_at=now + LINK_AGE,
        ),
    )
