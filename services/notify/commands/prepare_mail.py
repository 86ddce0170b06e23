"""Write a mail whose turn it is, ready to be handed over; or find out that there is nothing to hand over."""

from datetime import UTC, datetime

import structlog
from email_validator import EmailNotValidError
from msgspec import Struct

from services.notify.commands.wait_for_morning import wait_for_morning
from services.notify.commands.write_letter import write_letter
from services.notify.domain.answer import Answer, Verdict
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail
from services.notify.emails import Emails
from services.notify.emails.message import message_of
from services.notify.settings import Settings
from services.notify.smtp import Outgoing
from shared.database import CONNECTION_ERRORS, Connection
from shared.problems import NotFound
from shared.translations import N_

BOUNCED = N_("Mail does not reach this address.")

log = structlog.get_logger()


class Prepared(Struct, frozen=True, kw_only=True):
    letter: Letter
    outgoing: Outgoing


async def prepare_mail(
    db: Connection, mail: DueMail, *, emails: Emails, settings: Settings, secret: str
) -> Prepared | Answer | None:
    """None: its turn comes another time."""
    if mail.is_bounced:
        return Answer(verdict=Verdict.NEEDLESS, text=BOUNCED)
    now = datetime.now(UTC)
    try:
        if await wait_for_morning(db, mail, settings, now=now):
            return None
        letter = await write_letter(db, mail)
        words = emails.write_letter(mail.kind, mail.language, letter)
        outgoing = message_of(mail, letter, words, settings, secret=secret, now=now)
    except NoLongerTrue as reason:
        return Answer(verdict=Verdict.NEEDLESS, text=str(reason))
    except NotFound as missing:
        return Answer(verdict=Verdict.LATER, text=f"not written yet: no {missing.thing} here")
    except EmailNotValidError as error:
        return Answer(verdict=Verdict.REFUSED, text=f"not sent: {error}")
    except CONNECTION_ERRORS:
        raise
    except Exception as error:
        log.exception("a mail could not be written", mail_id=mail.id)
        return Answer(verdict=Verdict.LATER, text=f"not written: {error!r}")
    return Prepared(letter=letter, outgoing=outgoing)
