"""From nothing to a running stack, and back without leaving a process."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import demo, keys, nats, postgres, stack, supervisor, tables
from deploy.local.holding import hold
from deploy.local.keys import Keys
from deploy.local.ports import is_free
from deploy.local.processes import STOP_SECONDS, sweep
from deploy.local.programs import database_url, programs_of
from deploy.local.ready import wait_until_ready
from deploy.local.stack import Stack
from deploy.local.waiting import POLL_SECONDS, NotInTimeError

READY = "Ready after"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(*, data: Path, port: int, replicas: int) -> None:
    """Runs the stack until a signal comes; exits with one line when the folder or the port is taken."""
    data = data.resolve()
    with hold(data):
        if not is_free(port):
            sys.exit(f"Port {port} is in use by another program; choose another one with PORT=")
        # What a run that was killed left behind.
        sweep(data)
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        try:
            run(stack.plan(data=data, port=port, replicas=replicas))
        except KeyboardInterrupt:
            return
        except (NotInTimeError, tables.MigrationError, demo.DemoError) as error:
            sys.exit(str(error))


def run(this: Stack) -> None:
    began = time.monotonic()
    print("Starting ...", flush=True)
    secrets = prepare(this)
    with supervised(this, secrets) as supervisord:
        postgres.wait_for(database_url("postgres", this, secrets))
        tables.bring_up_to_date(this, secrets)
        nats.wait_for(nats.url_of(this.nats_port, secrets.nats))
        waiting = [program.name for program in programs_of(this, secrets) if not program.starts_at_once]
        supervisor.start_programs(this, secrets, waiting)
        wait_until_ready(this, secrets)
        demo.load_once(this, secrets)
        print(demo.addresses(this), flush=True)
        print(f"  {READY} {time.monotonic() - began:.1f} seconds.", flush=True)
        supervisord.wait()
        sys.exit("supervisord has ended unexpectedly")


def prepare(this: Stack) -> Keys:
    stack.make_folders(this)
    secrets = keys.keep(this.data / "keys.json")
    postgres.initialise(this.data / "postgres", secrets.postgres)
    nats.configure(this.data, port=this.nats_port, password=secrets.nats)
    stack.save(this)
    return secrets


@contextmanager
def supervised(this: Stack, secrets: Keys) -> Iterator["subprocess.Popen[bytes]"]:
    """supervisord with the servers; at the end nothing of the stack runs any more."""
    configuration = supervisor.configure(this, secrets, programs_of(this, secrets))
    supervisord = supervisor.start(this, configuration)
    try:
        while not supervisor.states(this, secrets) and supervisord.poll() is None:
            time.sleep(POLL_SECONDS)
        yield supervisord
    finally:
        # Impatience would only leave processes behind.
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        stop(this, secrets, supervisord)


def stop(this: Stack, secrets: Keys, supervisord: "subprocess.Popen[bytes]") -> None:
    try:
        supervisor.shut_down(this, secrets)
        supervisord.wait(STOP_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        supervisord.terminate()
    sweep(this.data)
    supervisord.wait()
