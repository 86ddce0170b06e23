"""What one local stack is: its folder, its address and its ports."""

from pathlib import Path

import msgspec
from msgspec import Struct

from deploy.local.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("events", "registration", "notify")
SETTLING_SECONDS = 5


class Stack(Struct, frozen=True, kw_only=True):
    """One run of the stack; what is kept lies in `data`, the ports are new with each run."""

    data: Path
    port: int
    replicas: int = 1
    postgres_port: int
    nats_port: int
    supervisor_port: int
    smtp_port: int
    mailbox_port: int
    # The port of each replica of each service.
    service_ports: dict[str, list[int]]
    # Where each replica of notify takes in what comes back by mail.
    intake_ports: list[int]

    @property
    def intake_port(self) -> int:
        return self.intake_ports[0]

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def feeds(self) -> Path:
        return self.data / "feeds"

    @property
    def feeds_log(self) -> Path:
        return self.log / "feeds.json"

    @property
    def demo(self) -> Path:
        return self.data / "demo.json"


def plan(*, data: Path, port: int, replicas: int) -> Stack:
    """A stack with ports that nobody uses at the moment."""
    each = len(SERVICES) + 1
    postgres, nats, supervisor, smtp, mailbox, *rest = free_ports(5 + replicas * each)
    return Stack(
        data=data.resolve(),
        port=port,
        replicas=replicas,
        postgres_port=postgres,
        nats_port=nats,
        supervisor_port=supervisor,
        smtp_port=smtp,
        mailbox_port=mailbox,
        service_ports={name: rest[index::each] for index, name in enumerate(SERVICES)},
        intake_ports=rest[len(SERVICES) :: each],
    )


def make_folders(stack: Stack) -> None:
    """The folders of the stack; nobody else on the machine may look into them, for they hold keys and mail."""
    stack.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (stack.log, stack.feeds):
        folder.mkdir(exist_ok=True)


def save(stack: Stack) -> None:
    """Leaves the ports in `stack.json`, for those who look in from outside: `make psql`, `make stop`, tests."""
    unfinished = stack.data / "stack.json.new"
    unfinished.write_bytes(msgspec.json.encode(stack, enc_hook=str))
    unfinished.rename(stack.data / "stack.json")


def load(data: Path) -> Stack:
    """The stack that ran last with this folder; FileNotFoundError if none ever did."""
    stored = (data / "stack.json").read_bytes()
    return msgspec.json.decode(stored, type=Stack, dec_hook=lambda kind, value: kind(value))
