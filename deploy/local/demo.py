"""The demo network: loaded once into a new stack, and what it says about itself."""

import subprocess
from functools import reduce

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from deploy.local.keys import Keys
from deploy.local.programs import environment_of, module, service_environment
from deploy.local.stack import ROOT, SERVICES, Stack


class Said(Struct, frozen=True, kw_only=True):
    """What `demo.json` holds: the members' addresses and the organisations' tokens, by the organisation's slug."""

    base_url: str
    coordinator_token: str
    organisation_tokens: dict[str, str]
    logins: dict[str, str]

    def coordinates(self, organisation: str) -> bool:
        return self.organisation_tokens.get(organisation) == self.coordinator_token


class DemoError(Exception):
    """The demo network could not be loaded; the text is what it said."""


def load_once(stack: Stack, keys: Keys) -> None:
    """Loads the demo network unless this was done before; keeps the address in `demo.json` the current one."""
    loaded = stack.data / "demo.loaded"
    if not loaded.exists():
        load(stack, keys)
        loaded.touch()
    said = msgspec.json.decode(stack.demo.read_bytes(), type=Said)
    unfinished = stack.data / "demo.json.new"
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(replace(said, base_url=stack.base_url))))
    unfinished.rename(stack.demo)


def load(stack: Stack, keys: Keys) -> None:
    settings = reduce(dict.__or__, (service_environment(name, stack, keys) for name in SERVICES))
    loading = subprocess.run(
        module("deploy.demo"),
        cwd=ROOT,
        env=environment_of(stack) | settings | {"DATA": str(stack.data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if loading.returncode:
        raise DemoError(f"The demo network could not be loaded:\n{loading.stdout.strip()}")


def addresses(stack: Stack) -> str:
    """What to open, and who can log in."""
    said = msgspec.json.decode(stack.demo.read_bytes(), type=Said)
    people = "\n".join(
        f"    {address}  ({organisation}{', coordinator' if said.coordinates(organisation) else ''})"
        for organisation, address in said.logins.items()
    )
    return f"""
  Site      {stack.base_url}
  Portal    {stack.base_url}/login
  Mailbox   {stack.base_url}/mailbox
  Calendar  {stack.base_url}/calendar.ics
  Answers   smtp://127.0.0.1:{stack.intake_port} takes in what comes back by mail

  These can log in; the link comes to the mailbox:
{people}

  Ctrl-C stops everything. The data stays in {stack.data}.
"""
