"""An invitation as the calendar message (RFC 5546) that goes with a mail (RFC 6047)."""

from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

from icalendar.parser import Parameters
from msgspec import Struct

from services.notify.domain.invitation import Invitation
from shared.calendar import calendar
from shared.calendar_entry import with_lines

# An address in a mailto: URI (RFC 6068): what has a meaning in URIs is encoded, and what is not ASCII.
SAFE = "@!$'*+"
# Whoever signed up comes: nobody is asked to accept, also not when the date moves. RSVP makes apps offer to decline,
# and mail it to us.
ATTENDANCE = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "TRUE"}


class Addressed(Struct, frozen=True, kw_only=True):
    """Who sends the mail, as clients take a message from nobody but the entry's organiser, and who reads it."""

    organiser: str
    organiser_name: str
    attendee: str


def calendar_message(invitation: Invitation, addressed: Addressed, *, language: str, now: datetime) -> bytes:
    """The attendee has no name in it: people can type any name, and any address to send it to."""
    lines = [
        # With a METHOD it tells when the message was made: of two with the same SEQUENCE the later one holds.
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ORGANIZER;{parameters(CN=addressed.organiser_name)}:{mailto(addressed.organiser)}",
        f"ATTENDEE;{parameters(**ATTENDANCE)}:{mailto(addressed.attendee)}",
    ]
    vevent = with_lines(invitation.vevent, lines)
    zones = {invitation.time_zone} if "TZID=" in vevent else set()
    return calendar([vevent], language=language, time_zones=zones, method=invitation.method)


@cache
def parameters(**given: str) -> str:
    written: bytes = Parameters(given).to_ical(sorted=False)
    return written.decode()


def mailto(address: str) -> str:
    return f"mailto:{quote(address, safe=SAFE)}"
