"""What became of the mails about registrations."""

from services.registration.tables import registration_mails, registrations
from shared.database import Connection
from shared.messages.notify import MailRecorded, MailState


async def keep_mail(db: Connection, recorded: MailRecorded) -> None:
    await registration_mails.keep(db, recorded)
    if recorded.state is MailState.SENT:
        await registrations.mark_reached(db, recorded.registration_id, now=recorded.recorded_at)
