"""One stack at a time in one folder."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold(data: Path) -> Iterator[None]:
    """Keeps others out of the folder until the end, however that comes; exits with one line if it is taken."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"{data} is in use by a running stack; stop it first, or choose another folder with DATA=")
        yield
