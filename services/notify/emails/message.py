"""A mail as MIME (RFC 5322, 2045), ready to be sent."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from uuid import UUID, uuid5

from email_validator import validate_email

from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.own_addresses import bounce_address
from services.notify.emails import Words
from services.notify.emails.words import line
from services.notify.settings import Settings
from services.notify.smtp import Outgoing

# The same cause gives the same Message-ID, so that a mail sent twice is recognised as one; never change it.
CAUSES = UUID("5b0a1b1e-6f5c-4f0e-9d35-6c9a4b7d2a10")
# Whoever signs up or applies can type any name and any address: nobody should be sent words of theirs by us.
TO_STRANGERS = frozenset(MailKind) - {
    MailKind.LOGIN,
    MailKind.EVENT_SUBMITTED,
    MailKind.EVENT_PUBLISHED,
    MailKind.EVENT_RETURNED,
    MailKind.MEMBER_INVITED,
    MailKind.ORGANISATION_APPLIED,
    MailKind.CO_ORGANISATION_REQUESTED,
    MailKind.CO_ORGANISATION_DECIDED,
    MailKind.CAMPAIGN_REMINDED,
}


def message_of(
    mail: DueMail, letter: Letter, words: Words, settings: Settings, *, secret: str, now: datetime
) -> Outgoing:
    """The mail with all its headers. Raises `EmailNotValidError` when the address cannot be one."""
    checked = validate_email(mail.recipient, check_deliverability=False)
    recipient = checked.ascii_email or checked.normalized
    policy = SMTP if recipient.isascii() else SMTPUTF8
    # Without any 8-bit line it passes every server on the way unchanged.
    message = EmailMessage(policy.clone(cte_type="7bit"))
    message["From"] = Address(line(settings.network_name), addr_spec=settings.notify_from)
    username, _, domain = recipient.rpartition("@")
    name = "" if mail.kind in TO_STRANGERS else line(mail.recipient_name)
    message["To"] = Address(name, username=username, domain=domain)
    message["Reply-To"] = settings.network_email
    message["Subject"] = words.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{uuid5(CAUSES, mail.cause)}@{settings.mail_domain}>"
    # RFC 3834: no automatic reply, please.
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        message["List-Id"] = f"<newsletter.{settings.mail_domain}>"
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    if letter.calendar:
        message.add_attachment(letter.calendar.decode(), subtype="calendar", filename="event.ics")
    # Last, since what begins with Content- belongs to the text alone until there are several parts.
    message["Content-Language"] = words.language.code
    return Outgoing(
        sender=bounce_address(mail.id, secret=secret, mail_from=settings.notify_from),
        recipient=recipient,
        content=message.as_bytes(),
    )
