"""What became of the mails about registrations."""

from services.registration.tables import registration_mails
from shared.database import Connection
from shared.messages.notify import MailRecorded


async def keep_mail(db: Connection, recorded: MailRecorded) -> None:
    await registration_mails.keep(db, recorded)
