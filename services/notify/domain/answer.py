"""What comes of a mail's turn."""

from enum import StrEnum

from msgspec import Struct


class Verdict(StrEnum):
    TAKEN = "taken"
    LATER = "later"
    # Later, and the whole domain is better left alone meanwhile.
    BUSY = "busy"
    REFUSED = "refused"
    # There is no such mailbox, for no mail.
    UNREACHABLE = "unreachable"
    # The server was not asked: there is nothing to say any more.
    NEEDLESS = "needless"


class Answer(Struct, frozen=True, kw_only=True):
    """The verdict, in the server's own words or in ours."""

    verdict: Verdict
    text: str
