"""When mail does not reach an address."""

import re
from datetime import datetime

from msgspec import Struct

# RFC 3463: 5.1 is about the address, 5.2.1 says that the mailbox is closed; 5.7, say, is about what was in the mail.
ABOUT_MAILBOX = re.compile(r"5\.1\.\d+|5\.2\.1")
ENHANCED_CODE = re.compile(r"\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b")
# RFC 5321, 4.2.3: there is no such mailbox, or it is elsewhere, or its name is none.
MAILBOX_CODES = ("550", "551", "553")
ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
REASON_LENGTH = 300


class BouncedAddress(Struct, frozen=True, kw_only=True):
    address_key: str
    reason: str
    bounced_at: datetime


def is_about_mailbox(answer: str) -> bool:
    """Whether a server that refused a recipient means the mailbox, whatever the mail."""
    enhanced = ENHANCED_CODE.match(answer)
    return bool(ABOUT_MAILBOX.fullmatch(enhanced[1])) if enhanced else answer.startswith(MAILBOX_CODES)


def without_addresses(answer: str) -> str:
    return ADDRESS.sub("…", answer)[:REASON_LENGTH]
