"""Reading a log while another program writes it."""

import os
from io import BufferedReader
from pathlib import Path

CHUNK_BYTES = 256 * 1024
# Longer than any line with the 16 KB of headers that the edge takes.
LONGEST_LINE_BYTES = 128 * 1024


class Tail:
    """A log from its start on, and then what is added; goes on with the new file when the log was rolled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: BufferedReader | None = None
        self.unfinished = b""

    def lines(self) -> list[bytes]:
        """The next whole lines, at most about a chunk of them; none when nothing was added, or no log is there."""
        # Asked first: what is written to a file before it is rolled must still be read.
        was_rolled = self.file is not None and self.is_rolled(self.file)
        if self.file is None and not self.open():
            return []
        chunk = self.file.read(CHUNK_BYTES) if self.file else b""
        if not chunk and was_rolled:
            self.close()
            return self.lines()
        *whole, self.unfinished = (self.unfinished + chunk).split(b"\n")
        if len(self.unfinished) > LONGEST_LINE_BYTES:
            self.unfinished = b""
        return whole

    def open(self) -> bool:
        try:
            self.file = self.path.open("rb")
        except FileNotFoundError:
            return False
        return True

    def is_rolled(self, file: BufferedReader) -> bool:
        """Whether there is another file under the name, or the same one cut off."""
        try:
            named = self.path.stat()
        except FileNotFoundError:
            return False
        return named.st_ino != os.fstat(file.fileno()).st_ino or named.st_size < file.tell()

    def close(self) -> None:
        if self.file:
            self.file.close()
        self.file, self.unfinished = None, b""
