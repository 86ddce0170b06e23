"""A mail as MIME (RFC 5322, 2045), ready to be sent."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from urllib.parse import urljoin
from uuid import UUID, uuid5

from email_validator import validate_email

from services.notify.domain.invitation import Method
from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.own_addresses import bounce_address, organiser_address
from services.notify.emails import Words
from services.notify.emails.calendar_message import Addressed, calendar_message
from services.notify.emails.words import line
from services.notify.settings import Settings
from services.notify.signing import signature_of, signing_key
from services.notify.smtp import Outgoing

# The same cause gives the same Message-ID, so that a mail sent twice is recognised as one; never change it.
CAUSES = UUID("5b0a1b1e-6f5c-4f0e-9d35-6c9a4b7d2a10")
# Some clients do not read the one in Content-Disposition.
FILE_NAME = {"name": "invite.ics"}
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
    MailKind.ENTRY_ASKED_FOR,
    MailKind.DEADLINE_NEAR,
    MailKind.STILL_ON,
    MailKind.ROSTER_NEARLY_FULL,
    MailKind.SIGN_UPS_DIGEST,
    MailKind.QUEUE_DIGEST,
    MailKind.DEAD_LETTERS,
    MailKind.BOUNCES_DIGEST,
    MailKind.CONTRIBUTIONS_ASKED_FOR,
    MailKind.CONTRIBUTION_DEADLINE,
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
    sender = sender_of(letter, settings, secret)
    message["From"] = Address(line(settings.network_name), addr_spec=sender)
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
        message["List-Unsubscribe"] = f"<{urljoin(settings.base_url, letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    if letter.invitation:
        addressed = Addressed(organiser=sender, organiser_name=line(settings.network_name), attendee=recipient)
        add_invitation(
            message,
            letter.invitation.method,
            calendar_message(letter.invitation, addressed, language=words.language.code, now=now),
        )
    if letter.calendar:
        message.add_attachment(letter.calendar.decode(), subtype="calendar", filename="event.ics")
    # Last, since what begins with Content- belongs to the text alone until there are several parts.
    message["Content-Language"] = words.language.code
    return Outgoing(
        sender=bounce_address(mail.id, secret=secret, mail_from=settings.notify_from),
        recipient=recipient,
        content=signed(message.as_bytes(), settings),
    )


def signed(content: bytes, settings: Settings) -> bytes:
    if not settings.dkim_key_file:
        return content
    key = signing_key(settings.dkim_key_file)
    return signature_of(content, key, selector=settings.dkim_selector, domain=settings.mail_domain) + content


def sender_of(letter: Letter, settings: Settings, secret: str) -> str:
    """Clients take an invitation only from the entry's organiser, who has an address for each registration."""
    if letter.invitation is None:
        return settings.notify_from
    return organiser_address(letter.invitation.registration_id, secret=secret, mail_from=settings.notify_from)


def add_invitation(message: EmailMessage, method: Method, content: bytes) -> None:
    """Twice, as calendar apps want it: beside the texts for those that act on it, and as a file for all others."""
    message.add_alternative(content.decode(), subtype="calendar", cte="base64", params={"method": method})
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics", params=FILE_NAME)
