"""Feeds as files for the edge: each appears at once, with a packed twin for each encoding."""

import os
import time
from pathlib import Path

from services.events.feeds.encodings import BROTLI, ENCODINGS, GZIP, ZSTD, Encoding

# These take a few milliseconds for some megabytes; Brotli takes longer, and comes when there is time.
QUICK = (ZSTD, GZIP)


def write(path: Path, body: bytes) -> bool:
    """Put the feed and its quick twins in place; nothing happens when it is there already.

    The edge makes an ETag of a file's time and size, and takes Last-Modified from the plain file, also for its twins.
    So no two of them have the same time, and the plain one comes last: with the new time, nobody may get an old twin.
    """
    if path.exists() and path.read_bytes() == body and all(twin(path, encoding).exists() for encoding in QUICK):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # Later than before, even if the clock went back.
    written_at = max(time.time_ns(), modified_at(path) + len(ENCODINGS) + 1)
    twin(path, BROTLI).unlink(missing_ok=True)
    for encoding in QUICK:
        replace(twin(path, encoding), encoding.pack(body), time_of(encoding, written_at))
    replace(path, body, written_at)
    return True


def write_brotli(path: Path) -> None:
    """Put the missing twin in place, if the feed is still there."""
    if path.exists() and not twin(path, BROTLI).exists():
        replace(twin(path, BROTLI), BROTLI.pack(path.read_bytes()), time_of(BROTLI, modified_at(path)))


def remove(path: Path) -> None:
    for each in (*(twin(path, encoding) for encoding in ENCODINGS), path):
        each.unlink(missing_ok=True)


def remove_unfinished(directory: Path) -> None:
    """What a crash left behind."""
    for path in directory.rglob(".*.new"):
        path.unlink()


def twin(path: Path, encoding: Encoding) -> Path:
    return path.with_name(path.name + encoding.suffix)


def modified_at(path: Path) -> int:
    """In nanoseconds; 0 when there is no such file."""
    return path.stat().st_mtime_ns if path.exists() else 0


def time_of(encoding: Encoding, written_at: int) -> int:
    return written_at + 1 + ENCODINGS.index(encoding)


def replace(path: Path, content: bytes, time_ns: int) -> None:
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_bytes(content)
    os.utime(unfinished, ns=(time_ns, time_ns))
    unfinished.replace(path)
