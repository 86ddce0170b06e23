"""The mails that were caught, read from the mailbox's JSON face."""

from email.message import EmailMessage

import httpx
import msgspec
from icalendar import Calendar, Event
from msgspec import Struct

from deploy.local.waiting import wait_until
from tests.notify.postmaster import read

# For machines that do much else at the same time; nothing here takes long when all goes well.
PATIENCE_SECONDS = 90


class Attachment(Struct, frozen=True, kw_only=True):
    filename: str
    content_type: str
    content: str | None


class Mail(Struct, frozen=True, kw_only=True):
    id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    attachments: list[Attachment]

    @property
    def entries(self) -> list[Event]:
        """What is in it for the calendar."""
        files = [each.content or "" for each in self.attachments if each.filename.endswith(".ics")]
        return [entry for file in files for entry in Calendar.from_ical(file).events]


class Mailbox:
    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def list_for(self, address: str, *, about: str = "") -> list[Mail]:
        """The mails to this address with these words in the subject, the newest first."""
        answer = self.http.get("/mailbox/api/messages", params={"to": address}).raise_for_status()
        return [mail for mail in msgspec.json.decode(answer.content, type=list[Mail]) if about in mail.subject]

    def wait_for(self, address: str, *, about: str = "") -> Mail:
        """The mail to this address, which must be the only one with these words in its subject."""
        wait_until(
            lambda: bool(self.list_for(address, about=about)),
            seconds=PATIENCE_SECONDS,
            what=f"A mail to {address} about {about!r}",
        )
        [mail] = self.list_for(address, about=about)
        return mail

    def headers_of(self, mail: Mail) -> EmailMessage:
        """As it went over the wire."""
        return read(self.http.get(f"/mailbox/api/messages/{mail.id}.eml").raise_for_status().content)
