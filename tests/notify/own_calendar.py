"""A person's calendar app, as RFC 5546 and RFC 6047 want it: it does what invitations say, and nothing else."""

from datetime import UTC, date, datetime
from email.message import EmailMessage
from urllib.parse import unquote

from icalendar import Calendar, Event
from icalendar.cal.component import Component


def content_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def message_in(mail: EmailMessage) -> Calendar | None:
    """The calendar message beside the texts, which the attached file repeats."""
    body = mail.get_body()
    assert body is not None
    beside = [part for part in mail.walk() if part.get_content_type() == "text/calendar" and not part.is_attachment()]
    if not beside:
        return None
    [part], [file] = beside, mail.iter_attachments()
    assert content_of(file) == content_of(part)
    read = Calendar.from_ical(content_of(part))
    assert part.get_param("method") == read["METHOD"]
    return read


class OwnCalendar:
    """Keeps the last message about each entry: the highest SEQUENCE, then the latest DTSTAMP (RFC 5546, 2.1.5)."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.last: dict[str, tuple[str, Event]] = {}
        self.messages = 0

    def take(self, *mails: EmailMessage) -> "OwnCalendar":
        for mail in mails:
            if mail["To"].addresses[0].addr_spec == self.address:
                self.open(mail)
        return self

    def open(self, mail: EmailMessage) -> None:
        message = message_in(mail)
        if message is None:
            # Files are opened too.
            for file in mail.iter_attachments():
                for entry in Calendar.from_ical(content_of(file)).events:
                    self.keep("REQUEST", entry)
            return
        self.messages += 1
        [entry] = message.events
        self.require_ours(entry, sender=mail["From"].addresses[0].addr_spec)
        self.keep(str(message["METHOD"]), entry)

    def require_ours(self, entry: Event, *, sender: str) -> None:
        """Nobody but the organiser changes an entry, and only that of the one who is asked (RFC 6047, 2.3)."""
        assert entry["ORGANIZER"] == f"mailto:{sender}"
        assert unquote(str(entry["ATTENDEE"])) == f"mailto:{self.address}"
        known = self.last[uid_of(entry)][1] if uid_of(entry) in self.last else entry
        assert known.get("ORGANIZER", entry["ORGANIZER"]) == entry["ORGANIZER"]

    def keep(self, method: str, entry: Event) -> None:
        known = self.last.get(uid_of(entry))
        if known is None or age(entry) > age(known[1]):
            self.last[uid_of(entry)] = (method, entry)

    @property
    def shown(self) -> list[tuple[date, str]]:
        """When something is, and what."""
        return sorted(
            (entry.start, str(entry["SUMMARY"])) for method, entry in self.last.values() if method == "REQUEST"
        )


def uid_of(entry: Component) -> str:
    return str(entry["UID"])


def age(entry: Event) -> tuple[int, datetime]:
    return entry.sequence, entry.DTSTAMP or datetime.min.replace(tzinfo=UTC)
