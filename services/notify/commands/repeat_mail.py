"""An operator sends a mail once more: it is written anew, from what is true then, with the same `Message-ID`."""

from uuid import UUID

from services.notify.tables import mails
from shared.database import Connection
from shared.problems import Conflict
from shared.translations import N_


class SentOnlyOnce(Conflict):
    title = N_("This mail cannot be sent again")
    detail = N_("What it said is forgotten. The person can ask for a new one.")


async def repeat_mail(db: Connection, mail_id: UUID) -> None:
    mail = await mails.get(db, mail_id)
    if not mail.may_be_repeated:
        raise SentOnlyOnce
    await mails.mark_queued(db, mail_id)
