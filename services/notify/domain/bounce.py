"""What a bounce says of the mail that it is about (RFC 3464)."""

import re
from email.message import Message
from email.parser import HeaderParser

from msgspec import Struct

# With addresses that are not in ASCII it has the other name (RFC 6533).
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
# RFC 3463.
STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
# It is what stands in the mail that they do not want, or by whom it was sent: nothing is wrong with the address.
ABOUT_THE_MAIL = re.compile(r"5\.[67]\.")
# What the server itself said, for reports without a status.
REPLY_CODE = re.compile(r"\b([245])\d\d\b")
LONGEST_ANSWER = 500
# Each of our mails has one recipient, who may stand for a few others.
MOST_GROUPS = 50


class Bounce(Struct, frozen=True, kw_only=True):
    """`is_for_good`: the address will not take this mail, nor another one."""

    is_for_good: bool
    answer: str


def read_bounce(message: "Message[str, str]") -> Bounce | None:
    """None when it is no report on a delivery, or one that nobody can read."""
    if message.get_content_type() != "multipart/report":
        return None
    reports = [part for part in message.walk() if part.get_content_type() in REPORTS]
    found = [bounce for report in reports for group in groups_of(report) if (bounce := bounce_of(group)) is not None]
    # An address may stand for several mailboxes: if one of them is gone, that is what matters.
    return max(found, key=lambda bounce: bounce.is_for_good, default=None)


def groups_of(report: "Message[str, str]") -> list["Message[str, str]"]:
    """What it says of each recipient; Python's parser takes only one of the two kinds of report apart."""
    text = report.as_bytes().decode(errors="replace").replace("\r\n", "\n")
    return [HeaderParser().parsestr(group) for group in re.split(r"\n[ \t]*\n", text, maxsplit=MOST_GROUPS)]


def bounce_of(group: "Message[str, str]") -> Bounce | None:
    status, diagnostic = str(group.get("Status", "")), str(group.get("Diagnostic-Code", ""))
    said = STATUS.search(status) or STATUS.search(diagnostic) or REPLY_CODE.search(diagnostic)
    action = str(group.get("Action", "")).strip().lower()
    if said is None or not (action or status):
        return None
    is_final = said[1] == "5" and action in {"failed", ""} and not ABOUT_THE_MAIL.match(said[0])
    words = " ".join(f"{status} {diagnostic.partition(';')[2]}".split())
    # A server that was tried in vain for days (4.4.7) may be well again by the next mail.
    return Bounce(is_for_good=is_final, answer=words[:LONGEST_ANSWER])
