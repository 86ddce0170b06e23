"""The databases of a stack and their tables, brought up to date."""

import asyncio
import subprocess

from deploy.local import databases
from deploy.local.keys import Keys
from deploy.local.programs import database_url, environment_of, module, service_environment
from deploy.local.stack import ROOT, SERVICES, Stack


class MigrationError(Exception):
    """A service could not bring its tables up to date; the text is what it said."""


def bring_up_to_date(stack: Stack, keys: Keys) -> None:
    """Makes missing databases, and lets all services migrate at once."""
    passwords = {name: getattr(keys, name) for name in SERVICES}
    asyncio.run(databases.keep(database_url("postgres", stack, keys), passwords))
    running = {name: migration(name, stack, keys) for name in SERVICES}
    for name, process in running.items():
        said, _ = process.communicate()
        if process.returncode:
            raise MigrationError(f"The tables of {name} could not be brought up to date:\n{said.strip()}")


def migration(name: str, stack: Stack, keys: Keys) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        module(f"services.{name}", "migrate"),
        cwd=ROOT,
        env=environment_of(stack) | service_environment(name, stack, keys),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
