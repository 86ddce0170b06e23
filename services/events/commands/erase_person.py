from datetime import UTC, datetime

from services.events.tables import applications, invitations
from shared import dead_letters, outbox
from shared.database import Connection
from shared.messages.events_facts import EventsErasureDone
from shared.messages.registration import ErasureRequested


async def erase_person(db: Connection, request: ErasureRequested) -> None:
    """Forget what we were told of somebody who signed up for an event; members and what is still open stay.

    What was said of them in the streams is for the registration service to purge, which asked.
    """
    applied = await applications.delete_decided_of(db, request.email)
    invited = await invitations.delete_over_of(db, request.email, now=datetime.now(UTC))
    await dead_letters.delete_about(db, [request.erasure_id])
    done = EventsErasureDone(
        erasure_id=request.erasure_id,
        counts={"applications": len(applied), "invitations": len(invited)},
        forgotten_ids=[*applied, *invited],
    )
    await outbox.stage(db, done)
