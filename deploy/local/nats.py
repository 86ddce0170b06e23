"""A NATS server of our own, from the wheel, on 127.0.0.1 only."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy.local.ports import free_ports
from deploy.local.processes import own_environment, stop_quietly
from deploy.local.waiting import wait_until_answered

START_SECONDS = 60
LOGIN = "local"


def configure(directory: Path, *, port: int, password: str) -> Path:
    """Writes `nats.conf` into `directory` and returns its path; the messages are kept below `directory`."""
    configuration = {
        "listen": f"127.0.0.1:{port}",
        "server_name": "local",
        "authorization": {"user": LOGIN, "password": password},
        # Without it an acknowledged message waits up to two minutes for the disk, and a power cut loses it.
        "jetstream": {"store_dir": str(directory / "nats"), "sync_interval": "always"},
    }
    path = directory / "nats.conf"
    path.touch(mode=0o600)
    # The server reads JSON as its own format.
    path.write_text(json.dumps(configuration, indent=2))
    return path


def command(configuration: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "nats-server"), "--config", str(configuration)]


def url_of(port: int, password: str) -> str:
    return f"nats://{LOGIN}:{password}@127.0.0.1:{port}"


def wait_for(url: str) -> None:
    wait_until_answered(lambda: answers(url), seconds=START_SECONDS, what="The start of NATS")


async def answers(url: str) -> bool:
    """Whether JetStream answers to this login."""
    connection = Client()
    try:
        # Without the last, the client sleeps two seconds after a refusal.
        await connection.connect(url, allow_reconnect=False, connect_timeout=2, error_cb=ignore, reconnect_time_wait=0)
        await connection.jetstream().account_info()
    except (OSError, TimeoutError, NatsError):
        return False
    finally:
        await connection.close()
    return True


async def ignore(error: Exception) -> None:
    """While a server starts, refused connections are no news."""


@contextmanager
def nats(directory: Path) -> Iterator[str]:
    """A server with JetStream and its files in `directory`; gives its address."""
    password, [port] = secrets.token_hex(), free_ports(1)
    configuration = configure(directory, port=port, password=password)
    with (directory / "nats.log").open("ab") as log:
        server = subprocess.Popen(command(configuration), stdout=log, stderr=log, env=own_environment())
    try:
        url = url_of(port, password)
        wait_for(url)
        yield url
    finally:
        stop_quietly(server)
