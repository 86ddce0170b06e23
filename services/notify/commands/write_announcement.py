"""What an organiser has to say, in words of their own, to those who signed up."""

import msgspec
from msgspec import structs

from services.notify.commands.subject_of import subject_of
from services.notify.commands.write_to_participant import require_not_ended
from services.notify.domain.letter import Letter
from services.notify.domain.mail import AnnouncementVariables, DueMail
from shared.database import Connection


async def write_announcement(db: Connection, mail: DueMail) -> Letter:
    """True as long as there is a registration: also what is over may have an afterword."""
    subject = await subject_of(db, mail)
    require_not_ended(subject.participant)
    words = msgspec.convert(mail.variables, AnnouncementVariables)
    return Letter(context=subject.context | structs.asdict(words))
