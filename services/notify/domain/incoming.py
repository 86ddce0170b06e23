"""A mail that comes in, read as far as it can be: nothing in it may make us stumble."""

import re
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr

from msgspec import Struct

from services.notify.domain.bounce import Bounce, read_bounce
from services.notify.domain.calendar_reply import CalendarReply, NotAReply, read_calendar_reply
from services.notify.domain.received import Reason
from shared.mail_reading import readable, text_of

# Python's parser tries each boundary on each line, and looks at each parameter of a header again and again: of more
# than real mails have, it would think for minutes.
MOST_BOUNDARIES = 30
LONGEST_FIELD = 64 * 1024
BOUNDARY = re.compile(rb"\bboundary[\s*\d]*=", re.IGNORECASE)
# RFC 3834, 5, and what programs wrote before it.
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "List-Id")
AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
LONGEST_HEADER = 300


class Incoming(Struct, frozen=True, kw_only=True):
    """`reason` is why an operator should look at it, unless it is a reply or a bounce that says all there is to say.

    `sender` is who wrote it, as it says; `returns_to` is where its own bounces go, empty for those that are one.
    """

    content: bytes
    returns_to: str
    reason: Reason = Reason.UNREADABLE
    sender: str = ""
    subject_line: str = ""
    text: str = ""
    reply: CalendarReply | None = None
    bounce: Bounce | None = None


def read_incoming(content: bytes, *, returns_to: str) -> Incoming:
    """Never fails."""
    returns_to = clean(returns_to)
    try:
        if len(BOUNDARY.findall(content)) <= MOST_BOUNDARIES and longest_field(content) <= LONGEST_FIELD:
            return understand(content, BytesParser().parsebytes(content), returns_to)
    # Python's parser has had many ways to stumble over broken mail, deep nesting among them.
    except Exception:  # noqa: BLE001, S110 - what cannot be read is kept as it is
        pass
    return Incoming(content=content, returns_to=returns_to)


def longest_field(content: bytes) -> int:
    """The length of the longest line with all that go on from it (RFC 5322, 2.2.3)."""
    longest = length = 0
    for line in content.split(b"\n"):
        length = len(line) + (length if line.startswith((b" ", b"\t")) else 0)
        longest = max(longest, length)
    return longest


def understand(content: bytes, message: "Message[str, str]", returns_to: str) -> Incoming:
    bounce = read_bounce(message)
    reply, reason = reply_in(message)
    return Incoming(
        content=content,
        returns_to=returns_to,
        reason=reason or reason_of(message, returns_to),
        sender=clean(parseaddr(readable(message.get("From", "")))[1]),
        subject_line=clean(readable(message.get("Subject", ""))),
        text=first_text(message, "text/plain") or first_text(message, "text/html"),
        reply=reply,
        bounce=bounce,
    )


def reply_in(message: "Message[str, str]") -> tuple[CalendarReply | None, Reason | None]:
    """What a calendar answers; or why that is something else, if there is anything from a calendar in it."""
    calendar = first_text(message, "text/calendar") or first_text(message, "application/ics")
    if not calendar:
        return None, None
    try:
        return read_calendar_reply(calendar), None
    except NotAReply as other:
        return None, other.reason


def first_text(message: "Message[str, str]", content_type: str) -> str:
    parts = (part for part in message.walk() if part.get_content_type() == content_type)
    return next((text for part in parts if (text := text_of(part))), "")


def reason_of(message: "Message[str, str]", returns_to: str) -> Reason:
    is_report = message.get_content_type() == "multipart/report"
    if is_report and str(message.get_param("report-type", "")).lower() == "delivery-status":
        return Reason.UNCLEAR_BOUNCE
    if is_report or is_automatic(message):
        return Reason.AUTOMATIC
    # Only what nobody should answer comes from nowhere (RFC 5321, 4.5.5).
    return Reason.TYPED if returns_to else Reason.UNCLEAR_BOUNCE


def is_automatic(message: "Message[str, str]") -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted not in {"no", ""}
        or precedence in AUTOMATIC_PRECEDENCE
        or any(header in message for header in AUTOMATIC_HEADERS)
    )


def clean(text: str) -> str:
    """As PostgreSQL takes it."""
    return text.replace("\x00", "").encode(errors="replace").decode()[:LONGEST_HEADER]
