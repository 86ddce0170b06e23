"""Whether the stack can be used."""

from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.keys import Keys
from deploy.local.programs import replica
from deploy.local.stack import Stack
from deploy.local.supervisor import states
from deploy.local.waiting import NotInTimeError, wait_until

READY_SECONDS = 60
# Enough of a log to see why something does not start.
LAST_LINES = 15


def wait_until_ready(stack: Stack, keys: Keys) -> None:
    """Returns when all replicas and the site answer; else NotInTimeError with the end of the log that tells why."""
    for name, ports in stack.service_ports.items():
        for number, port in enumerate(ports, start=1):
            wait_for(stack, keys, replica(name, number), port, "/health/ready")
    wait_for(stack, keys, "events", stack.port, "/")


def wait_for(stack: Stack, keys: Keys, name: str, port: int, path: str) -> None:
    def ready_or_failed() -> bool:
        return answers(port, path) or states(stack, keys)[name].fails

    try:
        wait_until(ready_or_failed, seconds=READY_SECONDS, what=f"{name} becoming ready")
    except NotInTimeError as error:
        raise NotInTimeError(f"{error}\n{end_of(stack.log / f'{name}.log')}") from error
    if not answers(port, path):
        raise NotInTimeError(f"{name} does not start:\n{end_of(stack.log / f'{name}.log')}")


def answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with closing(connection):
        try:
            connection.request("GET", path)
            with connection.getresponse() as response:
                return response.status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def end_of(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LAST_LINES:])
