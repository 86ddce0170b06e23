"""supervisord: keeps the programs of a stack running, and is asked and told over XML-RPC."""

import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from http.client import HTTPException
from pathlib import Path
from xmlrpc.client import Fault, ProtocolError, ServerProxy

import msgspec
from msgspec import Struct

from deploy.local.keys import Keys
from deploy.local.processes import end_with_parent
from deploy.local.programs import Program, environment_of
from deploy.local.stack import ROOT, Stack

LOG_BYTES = "10MB"
LOG_COPIES = 3
STOP_SECONDS = 10
# In effect for ever: a program that fails again and again is tried again and again, each time a second later.
TRIES = 1_000_000
NOT_RUNNING = 70
FOUNDATIONS = ["postgres", "nats"]


class Process(Struct, frozen=True, kw_only=True):
    """What supervisord says of one program."""

    name: str
    pid: int
    statename: str

    @property
    def runs(self) -> bool:
        return self.statename in {"STARTING", "RUNNING", "BACKOFF"}

    @property
    def fails(self) -> bool:
        """It ended before it had run for a second, and is about to be tried again."""
        return self.statename == "BACKOFF"


def configure(stack: Stack, keys: Keys, programs: list[Program]) -> Path:
    """Writes `supervisord.conf` into the stack's folder and returns its path."""
    configuration = RawConfigParser()
    configuration["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "logfile": str(stack.log / "supervisord.log"),
        "logfile_maxbytes": LOG_BYTES,
        "pidfile": str(stack.data / "supervisord.pid"),
        "directory": str(ROOT),
        "identifier": "calendar",
    } | run_as()
    configuration["inet_http_server"] = {
        "port": f"127.0.0.1:{stack.supervisor_port}",
        "username": "local",
        "password": keys.supervisor,
    }
    configuration["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    for program in programs:
        configuration[f"program:{program.name}"] = section(stack, program)
    path = stack.data / "supervisord.conf"
    path.touch(mode=0o600)
    with path.open("w") as file:
        configuration.write(file)
    return path


def section(stack: Stack, program: Program) -> dict[str, str]:
    return {
        "command": literal(shlex.join(program.command)),
        "environment": literal(",".join(f'{name}="{value}"' for name, value in program.environment.items())),
        "autostart": "true" if program.starts_at_once else "false",
        "autorestart": "true",
        "startretries": str(TRIES),
        "stopsignal": program.stop_signal,
        "stopasgroup": "true" if program.signals_group else "false",
        "killasgroup": "true",
        "stopwaitsecs": str(STOP_SECONDS),
        "redirect_stderr": "true",
        "stdout_logfile": literal(str(stack.log / f"{program.name}.log")),
        "stdout_logfile_maxbytes": LOG_BYTES,
        "stdout_logfile_backups": str(LOG_COPIES),
    }


def literal(text: str) -> str:
    """The text as supervisord reads it back: it expands what follows a percent sign."""
    return text.replace("%", "%%")


def start(stack: Stack, configuration: Path) -> "subprocess.Popen[bytes]":
    """Starts supervisord in a session of its own, so that Ctrl-C in the terminal reaches only us."""
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment_of(stack),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509  nobody has started a thread yet
    )


def run_as() -> dict[str, str]:
    """supervisord wants to be told that staying root is meant."""
    return {"user": "root"} if os.getuid() == 0 else {}


def connect(stack: Stack, keys: Keys) -> ServerProxy:
    """For one thread: supervisord's XML-RPC."""
    return ServerProxy(f"http://local:{keys.supervisor}@127.0.0.1:{stack.supervisor_port}/RPC2", allow_none=True)


def states(stack: Stack, keys: Keys) -> dict[str, Process]:
    """Each program by its name; empty as long as supervisord does not answer."""
    try:
        with connect(stack, keys) as control:
            answer = control.supervisor.getAllProcessInfo()
    except (OSError, HTTPException, ProtocolError):
        return {}
    return {process.name: process for process in msgspec.convert(answer, list[Process])}


def start_programs(stack: Stack, keys: Keys, names: list[str]) -> None:
    """Starts those that do not run yet, without waiting for them."""
    running = {name for name, process in states(stack, keys).items() if process.runs}
    with connect(stack, keys) as control:
        for name in names:
            if name not in running:
                control.supervisor.startProcess(name, False)


def stop_programs(stack: Stack, keys: Keys, names: list[str]) -> None:
    """Stops those that run, all at once, and returns when they have ended."""
    running = [name for name, process in states(stack, keys).items() if process.runs and name in names]
    with ThreadPoolExecutor(max_workers=len(names) or 1) as threads:
        list(threads.map(lambda name: stop_program(stack, keys, name), running))


def stop_program(stack: Stack, keys: Keys, name: str) -> None:
    with connect(stack, keys) as control:
        try:
            control.supervisor.stopProcess(name)
        except Fault as fault:
            if fault.faultCode != NOT_RUNNING:
                raise


def shut_down(stack: Stack, keys: Keys) -> None:
    """Stops everything in the order in which nothing has cause to complain: services first, then their servers."""
    names = states(stack, keys)
    stop_programs(stack, keys, [name for name in names if name not in FOUNDATIONS])
    stop_programs(stack, keys, FOUNDATIONS)
    with connect(stack, keys) as control:
        control.supervisor.shutdown()
