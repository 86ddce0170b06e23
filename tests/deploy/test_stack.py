"""`make up`: comes up from nothing, keeps what it was given, and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local.processes import processes_of
from deploy.local.ready import answers
from deploy.local.running import RunningStack
from deploy.local.stack import ROOT
from deploy.local.waiting import wait_until


class Starts:
    """The starts of one stack; `running` is the last of them, or a new one if that has ended."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.all: list[RunningStack] = []

    @property
    def running(self) -> RunningStack:
        return self.all[-1] if self.all and self.all[-1].process.poll() is None else self.start()

    def start(self) -> RunningStack:
        self.all.append(RunningStack(self.data))
        self.all[-1].wait_until_ready()
        return self.all[-1]


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starts]:
    made = Starts(tmp_path_factory.mktemp("stack") / "data")
    yield made
    for each in made.all:
        each.stop()


@pytest.fixture
def running(starts: Starts) -> RunningStack:
    return starts.running


def shows(running: RunningStack, path: str) -> bool:
    return answers(running.stack.port, path)


def command(name: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "deploy.local", *name.split()],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_folder_of_a_running_stack_is_refused_with_one_line(running: RunningStack) -> None:
    for name in ("up", "reset"):
        refused = command(name, DATA=str(running.data), PORT="9")
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert "is in use by a running stack" in refused.stderr
    assert shows(running, "/")


@pytest.mark.parametrize("name", ["notify", "postgres", "nats", "caddy"])
def test_a_killed_program_comes_back_by_itself(running: RunningStack, name: str) -> None:
    before = running.pid(name)
    running.kill(name)

    wait_until(
        lambda: running.programs()[name].statename == "RUNNING" and running.pid(name) != before,
        seconds=20,
        what=f"The return of {name}",
    )
    wait_until(lambda: shows(running, "/"), seconds=20, what="The return of the site")


def test_it_says_what_to_open(running: RunningStack) -> None:
    for path in ("/", "/mailbox", "/login", "/calendar.ics"):
        assert f"{running.base_url}{path}".rstrip("/") in running.said()
        assert shows(running, path)


async def test_ctrl_c_leaves_no_process_and_the_data_for_the_next_start(running: RunningStack, starts: Starts) -> None:
    db = await asyncpg.connect(running.database_url("events"))
    await db.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 'the same' AS text")
    await db.close()

    assert running.stop(signal.SIGINT) == 0
    assert processes_of(running.data) == []

    second = starts.start()
    db = await asyncpg.connect(second.database_url("events"))
    assert await db.fetchval("SELECT text FROM kept") == "the same"
    await db.close()
    assert second.demo.base_url == second.base_url != running.base_url


def test_a_taken_port_is_refused_with_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        refused = command("up", DATA=str(tmp_path), PORT=str(other.getsockname()[1]))

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "choose another one with PORT=" in refused.stderr


@pytest.mark.parametrize("setting", [{"PORT": "http"}, {"PORT": "0"}, {"REPLICAS": "-1"}, {"PORT": "65536"}])
def test_a_wrong_number_is_named(tmp_path: Path, setting: dict[str, str]) -> None:
    refused = command("up", DATA=str(tmp_path), **setting)

    assert refused.returncode == 1
    assert next(iter(setting)) in refused.stderr


def test_only_a_folder_of_a_stack_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()

    assert command("reset", DATA=str(tmp_path)).returncode == 1
    assert (tmp_path / "thesis.txt").exists()


def test_what_a_killed_run_left_behind_does_not_hinder_the_next(running: RunningStack, starts: Starts) -> None:
    supervisord = int((running.data / "supervisord.pid").read_text())
    running.process.kill()
    os.kill(supervisord, signal.SIGKILL)
    running.process.wait()

    assert shows(starts.start(), "/")


def test_without_its_supervisor_it_ends_and_leaves_no_process(running: RunningStack) -> None:
    os.kill(int((running.data / "supervisord.pid").read_text()), signal.SIGKILL)

    assert running.process.wait(30) == 1
    assert processes_of(running.data) == []


@pytest.mark.parametrize("name", ["psql events", "stop notify", "start notify"])
def test_commands_for_a_running_stack_say_when_there_is_none(tmp_path: Path, name: str) -> None:
    refused = command(name, DATA=str(tmp_path))

    assert refused.returncode == 1
    assert refused.stderr == "The stack does not run; `make up` starts it\n"
