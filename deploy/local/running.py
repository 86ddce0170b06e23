"""A whole stack as a process of its own, for tests: start it, stop parts of it, look at it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

import msgspec

from deploy.local import keys, stack, supervisor
from deploy.local.demo import Said
from deploy.local.ports import free_ports
from deploy.local.programs import database_url, service_environment
from deploy.local.stack import ROOT, Stack
from deploy.local.supervisor import Process
from deploy.local.up import READY
from deploy.local.waiting import wait_until

# Tests fill in forms faster than anybody, all of them from one machine.
UNDOUBTED = {
    "REGISTRATION_FORM_SECONDS": "0",
    "REGISTRATION_SIGN_UPS_PER_MINUTE": "0",
    "NOTIFY_FORM_SECONDS": "0",
    "NOTIFY_SUBSCRIPTIONS_PER_MINUTE": "0",
}
START_SECONDS = 120
STOP_SECONDS = 60


class RunningStack:
    """`make up` in another process; use it with `with`."""

    def __init__(self, data: Path, *, replicas: int = 1, environment: dict[str, str] | None = None) -> None:
        [port] = free_ports(1)
        settings = {"DATA": str(data), "PORT": str(port), "REPLICAS": str(replicas)}
        settings |= UNDOUBTED | (environment or {})
        self.data = data.resolve()
        self.base_url = f"http://localhost:{port}"
        self.output = self.data.with_name(f"{self.data.name}-{port}.output")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "up"],
                cwd=ROOT,
                env=os.environ | settings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Self:
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_until_ready(self) -> None:
        wait_until(
            lambda: READY in self.said() or self.process.poll() is not None,
            seconds=START_SECONDS,
            what="The start of the stack",
        )
        if self.process.poll() is not None:
            raise RuntimeError(f"the stack did not start:\n{self.said()}")

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stops everything as Ctrl-C does; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    @property
    def stack(self) -> Stack:
        return stack.load(self.data)

    @property
    def keys(self) -> keys.Keys:
        return keys.keep(self.data / "keys.json")

    @property
    def demo(self) -> Said:
        return msgspec.json.decode(self.stack.demo.read_bytes(), type=Said)

    def database_url(self, service: str) -> str:
        """The service's own database; `postgres` is the superuser's."""
        return database_url(service, self.stack, self.keys)

    def environment(self, service: str) -> dict[str, str]:
        """The settings the service was started with, except those that have a default."""
        return service_environment(service, self.stack, self.keys)

    def programs(self) -> dict[str, Process]:
        """All programs with their state and process id: postgres, nats, caddy, events, events-2, …"""
        return supervisor.states(self.stack, self.keys)

    def pid(self, name: str) -> int:
        return self.programs()[name].pid

    def kill(self, name: str) -> None:
        """`kill -9`; supervisord starts the program again by itself."""
        os.kill(self.pid(name), signal.SIGKILL)

    def stop_programs(self, *names: str) -> None:
        """Returns when they have ended; they stay stopped until `start_programs`."""
        supervisor.stop_programs(self.stack, self.keys, list(names))

    def start_programs(self, *names: str) -> None:
        """Returns at once; what uses the program notices by itself."""
        supervisor.start_programs(self.stack, self.keys, list(names))
