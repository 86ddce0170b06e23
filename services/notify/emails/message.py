"""A mail as MIME (RFC 5322, 2045), ready to be sent."""

import re
from datetime import datetime
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import urljoin
from uuid import UUID, uuid5

from email_validator import validate_email

from services.notify.domain.letter import Letter
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.own_addresses import bounce_address, organiser_address
from services.notify.emails import Words, mime
from services.notify.emails.calendar_message import Addressed, calendar_message
from services.notify.emails.mime import Part
from services.notify.emails.words import line
from services.notify.settings import Settings
from services.notify.signing import signature_of, signing_key
from services.notify.smtp import Outgoing

# The same cause gives the same Message-ID, so that a mail sent twice is recognised as one; never change it.
CAUSES = UUID("5b0a1b1e-6f5c-4f0e-9d35-6c9a4b7d2a10")
PLAIN = re.compile(r"[A-Za-z0-9]{1,20}(?:[._+-][A-Za-z0-9]{1,20}){0,2}")
DOMAINS_REMEMBERED = 1_000
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
    recipient = checked(mail.recipient)
    sender = sender_of(letter, settings, secret)
    name = "" if mail.kind in TO_STRANGERS else line(mail.recipient_name)
    message_id = uuid5(CAUSES, mail.cause)
    headers = {
        "From": mime.mailbox(line(settings.network_name), sender),
        "To": mime.mailbox(name, recipient),
        "Reply-To": settings.network_email,
        "Subject": words.subject,
        "Date": date_of(now.replace(microsecond=0)),
        "Message-ID": f"<{message_id}@{settings.mail_domain}>",
        # RFC 3834: no automatic reply, please.
        "Auto-Submitted": "auto-generated",
        "Content-Language": words.language.code,
        "MIME-Version": "1.0",
    } | subscription_headers(letter, settings)
    policy = SMTP if recipient.isascii() else SMTPUTF8
    body = body_of(
        letter,
        words,
        Addressed(organiser=sender, organiser_name=line(settings.network_name), attendee=recipient),
        boundary=message_id.hex,
        now=now,
    )
    content = b"".join(mime.header(name, value, policy) for name, value in headers.items()) + body.headers + b"\r\n"
    return Outgoing(
        sender=bounce_address(mail.id, secret=secret, mail_from=settings.notify_from),
        recipient=recipient,
        content=signed(content + body.encoded, settings),
    )


def checked(recipient: str) -> str:
    """In ASCII if it can be. Most are plain, and at a few domains."""
    local_part, _, domain = recipient.rpartition("@")
    if PLAIN.fullmatch(local_part):
        return f"{local_part}@{ascii_domain(domain)}"
    whole = validate_email(recipient, check_deliverability=False)
    return whole.ascii_email or whole.normalized


@lru_cache(maxsize=DOMAINS_REMEMBERED)
def ascii_domain(domain: str) -> str:
    return validate_email(f"any@{domain}", check_deliverability=False).ascii_domain


@lru_cache(maxsize=1)
def date_of(second: datetime) -> str:
    return format_datetime(second)


def sender_of(letter: Letter, settings: Settings, secret: str) -> str:
    """Clients take an invitation only from the entry's organiser, who has an address for each registration."""
    if letter.invitation is None:
        return settings.notify_from
    return organiser_address(letter.invitation.registration_id, secret=secret, mail_from=settings.notify_from)


def subscription_headers(letter: Letter, settings: Settings) -> dict[str, str]:
    if not letter.unsubscribe_url:
        return {}
    return {
        "List-Id": f"<newsletter.{settings.mail_domain}>",
        "List-Unsubscribe": f"<{urljoin(settings.base_url, letter.unsubscribe_url)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def body_of(letter: Letter, words: Words, addressed: Addressed, *, boundary: str, now: datetime) -> Part:
    """An invitation is in it twice, as apps want it: beside the texts for those that act on it, and as a file."""
    texts, files = [mime.text(words.text, "plain"), mime.text(words.html, "html")], []
    if letter.invitation:
        content = mime.in_base64(calendar_message(letter.invitation, addressed, language=words.language.code, now=now))
        calendar_type = f'text/calendar; charset="utf-8"; method="{letter.invitation.method}"'
        texts.append(mime.part(calendar_type, content))
        # Some clients do not read the name in Content-Disposition.
        files.append(mime.file(content, 'application/ics; name="invite.ics"', "invite.ics"))
    if letter.calendar:
        files.append(mime.file(mime.in_base64(letter.calendar), 'text/calendar; charset="utf-8"', "event.ics"))
    written = mime.together("alternative", texts, boundary=f"{boundary}.1")
    return mime.together("mixed", [written, *files], boundary=f"{boundary}.0") if files else written


def signed(content: bytes, settings: Settings) -> bytes:
    if not settings.dkim_key_file:
        return content
    key = signing_key(settings.dkim_key_file)
    return signature_of(content, key, selector=settings.dkim_selector, domain=settings.mail_domain) + content
