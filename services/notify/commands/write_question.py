"""What is written to those who came: how was it?"""

import msgspec

from services.notify.commands.subject_of import subject_of
from services.notify.commands.write_to_participant import require_active
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, RegistrationVariables
from shared.database import Connection


async def write_question(db: Connection, mail: DueMail) -> Letter:
    subject = await subject_of(db, mail)
    require_active(subject)
    return Letter(context=subject.context | {"link": msgspec.convert(mail.variables, RegistrationVariables).link})
