"""The mails caught: one .eml file for each recipient, with a note of the envelope beside it."""

import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from deploy.local.mailbox.reading import read


class Envelope(Struct, frozen=True, kw_only=True):
    """What the server was told about one mail, and what the lists show of it."""

    id: str
    sender: str
    to: str
    received_at: datetime
    subject: str


class Store:
    """All mails in memory by their envelopes, newest first; their content stays on the disk."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        stored = (msgspec.json.decode(path.read_bytes(), type=Envelope) for path in directory.glob("*.json"))
        self.envelopes: dict[str, Envelope] = {}
        self.by_address: defaultdict[str, list[Envelope]] = defaultdict(list)
        self.add(sorted(stored, key=lambda envelope: envelope.received_at))

    def keep(self, content: bytes, *, sender: str, recipients: list[str], received_at: datetime) -> list[Envelope]:
        """Writes the mail to the disk, once for each recipient; `add` then shows it."""
        subject = read(content).subject
        envelopes = [
            Envelope(id=uuid4().hex, sender=sender, to=to, received_at=received_at, subject=subject)
            for to in recipients
        ]
        for envelope in envelopes:
            write(self.directory / f"{envelope.id}.eml", content)
            # The note comes last: without it the mail counts as never received.
            write(self.directory / f"{envelope.id}.json", msgspec.json.encode(envelope))
        sync_folder(self.directory)
        return envelopes

    def add(self, envelopes: list[Envelope]) -> None:
        for envelope in envelopes:
            self.envelopes[envelope.id] = envelope
            self.by_address[envelope.to.casefold()].append(envelope)

    def newest_first(self, to: str = "") -> list[Envelope]:
        """All mails, or those to one address, in any spelling of capitals."""
        wanted = to.strip().casefold()
        # Copied at one blow, since more may come in meanwhile.
        return list(self.by_address.get(wanted, ()) if wanted else self.envelopes.values())[::-1]

    def addresses(self) -> list[str]:
        return sorted(self.by_address)

    def content(self, envelope: Envelope) -> bytes:
        return (self.directory / f"{envelope.id}.eml").read_bytes()


def write(path: Path, content: bytes) -> None:
    """Returns when the content is on the disk under its name; what is seen under the name is always whole."""
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def sync_folder(directory: Path) -> None:
    folder = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
