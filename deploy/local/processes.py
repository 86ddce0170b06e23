"""The processes of a stack: how they are marked, found again, and ended without exception."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

# Each process of a stack carries its folder in this variable, so that it is found also when its parent is gone.
MARK = "CALENDAR_STACK"
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1


def own_environment() -> dict[str, str]:
    """The environment with our programs first, and without what would lead to another PostgreSQL."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # Compiled once, all of them start sooner; some machines forbid that.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def processes_of(data: Path) -> list[psutil.Process]:
    """All processes of the stack in this folder."""
    return [process for process in psutil.process_iter() if is_of(process, str(data))]


def is_of(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE)
    except (psutil.Error, OSError):
        return False


def sweep(data: Path) -> None:
    """Ends whatever of the stack still runs: asks first, then insists."""
    left = processes_of(data)
    for process in left:
        send(process, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(left, timeout=STOP_SECONDS)
    for process in stubborn:
        send(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)


def send(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def end_with_parent() -> None:
    """Called in a new child: asks Linux to stop it when its parent dies, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_quietly(server: "subprocess.Popen[bytes]") -> None:
    """Stops a server: SIGINT is a fast shutdown for PostgreSQL and an ordinary one for the others."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
