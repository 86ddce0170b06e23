"""The programs of a stack: what each is started with."""

import sys

from msgspec import Struct

from deploy.local import caddy, nats, postgres
from deploy.local.keys import Keys
from deploy.local.processes import MARK, own_environment
from deploy.local.stack import ROOT, SERVICES, SETTLING_SECONDS, Stack

NETWORK = {
    "NETWORK_NAME": "Wittener Internationales Netzwerk",
    "NETWORK_SHORT_NAME": "WIN",
    "NETWORK_TIME_ZONE": "Europe/Berlin",
    "NETWORK_EMAIL": "netzwerk@win.example",
}


class Program(Struct, frozen=True, kw_only=True):
    """One process that the supervisor keeps running."""

    name: str
    command: list[str]
    environment: dict[str, str] = {}
    # Services wait until their tables are up to date.
    starts_at_once: bool = True
    stop_signal: str = "TERM"
    # PostgreSQL ends its own processes in order; a signal to each of them would only disturb it.
    signals_group: bool = True


def programs_of(stack: Stack, keys: Keys) -> list[Program]:
    """All programs, servers first."""
    return [*servers(stack), *services(stack, keys), feeds(stack, keys)]


def servers(stack: Stack) -> list[Program]:
    mailbox = ["--directory", str(stack.data / "mailbox"), "--port", str(stack.mailbox_port)]
    return [
        Program(
            name="postgres",
            command=postgres.command(stack.data / "postgres", stack.postgres_port),
            stop_signal="INT",
            signals_group=False,
        ),
        Program(name="nats", command=nats.command(stack.data / "nats.conf")),
        Program(name="mailbox", command=module("deploy.local.mailbox", *mailbox, "--smtp-port", str(stack.smtp_port))),
        Program(name="caddy", command=caddy.command(), environment=caddy.environment(stack)),
    ]


def services(stack: Stack, keys: Keys) -> list[Program]:
    """The replicas of the services: `events`, `events-2`, …"""
    return [
        Program(
            name=replica(name, number),
            command=module(f"services.{name}", "all"),
            environment=service_environment(name, stack, keys)
            | {f"{name.upper()}_PORT": str(port), "NOTIFY_INTAKE_PORT": str(stack.intake_ports[number - 1])},
            starts_at_once=False,
        )
        for name in SERVICES
        for number, port in enumerate(stack.service_ports[name], start=1)
    ]


def replica(service: str, number: int) -> str:
    return service if number == 1 else f"{service}-{number}"


def feeds(stack: Stack, keys: Keys) -> Program:
    return Program(
        name="feeds",
        command=module("services.events", "feeds"),
        environment=service_environment("events", stack, keys) | {"FEEDS_LOG": str(stack.feeds_log)},
        starts_at_once=False,
    )


def service_environment(name: str, stack: Stack, keys: Keys) -> dict[str, str]:
    """The settings of a service: those of all and its own; no service is told another's password."""
    common = {
        "BASE_URL": stack.base_url,
        "HOST": "127.0.0.1",
        "NATS_URL": nats.url_of(stack.nats_port, keys.nats),
        "SESSION_PUBLIC_KEY": keys.session_public,
        f"{name.upper()}_DATABASE_URL": database_url(name, stack, keys),
        f"{name.upper()}_PORT": str(stack.service_ports[name][0]),
    }
    own = {
        "events": {"EVENTS_SESSION_PRIVATE_KEY": keys.session_private, "FEEDS_DIRECTORY": str(stack.feeds)},
        "registration": {},
        "notify": {},
    }
    return common | own[name]


def environment_of(stack: Stack) -> dict[str, str]:
    """What every process of the stack gets; the mark is how it is found when the stack ends."""
    return defaults(stack) | own_environment() | {MARK: str(stack.data), "PYTHONUNBUFFERED": "1"}


def defaults(stack: Stack) -> dict[str, str]:
    """What whoever calls `make up` may set otherwise, such as the name of the network or a real mail server."""
    return NETWORK | {
        "SMTP_URL": f"smtp://127.0.0.1:{stack.smtp_port}",
        "NOTIFY_FROM": NETWORK["NETWORK_EMAIL"],
        "NOTIFY_SETTLING_SECONDS": str(SETTLING_SECONDS),
        "EVENTS_STATEMENTS_FILE": str(ROOT / "deploy" / "statements.toml"),
        # Whoever tries it out in the evening waits for the mails, and so do tests and measurements at any hour.
        "NOTIFY_QUIET_FROM": "00:00",
        "NOTIFY_QUIET_UNTIL": "00:00",
    }


def database_url(name: str, stack: Stack, keys: Keys) -> str:
    """The address of one database; `postgres` is the superuser's. dbmate would insist on TLS."""
    return f"postgresql://{name}:{getattr(keys, name)}@127.0.0.1:{stack.postgres_port}/{name}?sslmode=disable"


def module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]
