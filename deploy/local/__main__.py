"""`python -m deploy.local <command>`: what the Makefile calls."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local import keys, postgres, stack, supervisor
from deploy.local.holding import hold
from deploy.local.keys import Keys
from deploy.local.processes import own_environment, sweep
from deploy.local.programs import database_url
from deploy.local.stack import ROOT, SERVICES, Stack
from deploy.local.up import up

DEFAULT_PORT = 8080
HIGHEST_PORT = 65535
NOT_RUNNING = "The stack does not run; `make up` starts it"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("up").set_defaults(run=run_up)
    commands.add_parser("reset").set_defaults(run=reset)
    commands.add_parser("logs").set_defaults(run=follow_logs)
    psql = commands.add_parser("psql")
    psql.add_argument("service", choices=SERVICES)
    psql.set_defaults(run=open_psql)
    for verb in ("start", "stop"):
        command = commands.add_parser(verb)
        command.add_argument("program")
        command.set_defaults(run=switch, verb=verb)
    chosen = parser.parse_args(arguments)
    chosen.run(Path(os.environ.get("DATA") or ROOT / ".local").resolve(), chosen)


def run_up(data: Path, _: argparse.Namespace) -> None:
    up(data=data, port=number("PORT", DEFAULT_PORT), replicas=number("REPLICAS", 1))


def number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        sys.exit(f"{name} must be a number above 0, not {text!r}")
    return int(text)


def reset(data: Path, _: argparse.Namespace) -> None:
    """Removes the data, and nothing that is not a stack's folder."""
    if not data.exists():
        return
    if not (data / "keys.json").exists() and any(data.iterdir()):
        sys.exit(f"{data} is not the folder of a stack; it is left alone")
    with hold(data):
        sweep(data)
        shutil.rmtree(data)


def follow_logs(data: Path, _: argparse.Namespace) -> None:
    logs = sorted(str(path) for path in (data / "log").glob("*.log"))
    if not logs:
        sys.exit("There are no logs yet; `make up` starts the stack")
    os.execvp("tail", ["tail", "-n", "20", "-F", *logs])  # noqa: S606  a shell could not follow them better


def open_psql(data: Path, chosen: argparse.Namespace) -> None:
    this, secrets = running(data)
    url = database_url(chosen.service, this, secrets)
    finished = subprocess.run([postgres.programs() / "psql", url], env=own_environment(), check=False)
    sys.exit(finished.returncode)


def switch(data: Path, chosen: argparse.Namespace) -> None:
    """Stops or starts one program with all its replicas, to try what the others do meanwhile."""
    this, secrets = running(data)
    known = sorted(supervisor.states(this, secrets))
    names = [name for name in known if name.split("-")[0] == chosen.program]
    if not names:
        sys.exit(f"There is no {chosen.program!r}, only {', '.join(known)}")
    act = supervisor.stop_programs if chosen.verb == "stop" else supervisor.start_programs
    act(this, secrets, names)


def running(data: Path) -> tuple[Stack, Keys]:
    """The stack that runs with this folder; exits with one line if none does."""
    try:
        this, secrets = stack.load(data), keys.keep(data / "keys.json")
    except FileNotFoundError:
        sys.exit(NOT_RUNNING)
    return (this, secrets) if supervisor.states(this, secrets) else sys.exit(NOT_RUNNING)


main(sys.argv[1:])
