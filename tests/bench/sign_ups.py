"""Sign-ups for one event by many at once: each is checked, told of in the outbox and on the disk before its answer."""

from collections.abc import Callable, Iterator
from functools import partial

from deploy.local.running import RunningStack
from tests.bench import given, servers
from tests.bench.comparison import Compared, Line, compare, rate, seconds_of, times
from tests.bench.load import Load, Measured, measure, post

CLIENTS = 64
ROUNDS = 5
SECONDS = 1.5
PATH = "/api/registrations"
READY = "/health/ready"
# What would go on with what the sign-ups cause, and take the processors from those who answer.
FOLLOWING = ("events", "registration", "notify", "feeds")


def of_a_rush(running: RunningStack) -> list[Line]:
    """Against a POST that does nothing: with the whole stack at work on what follows, then the web process alone."""
    event_id = given.an_open_event(running, "Großes Fest")
    [port] = running.stack.service_ports["registration"]
    at_work = asking(port, event_id, "busy")()
    running.stop_programs(*FOLLOWING)
    with (
        servers.python(running, "tests.bench.no_op", service="registration", path=READY) as no_op,
        servers.python(running, "services.registration", "web", service="registration", path=READY) as web,
    ):
        alone = compare(asking(web, event_id, "alone"), asking(no_op, event_id, "nobody"), rounds=ROUNDS)
    return [
        *lines("sign-up, web process alone", alone),
        *lines("sign-up, all services busy (once)", Compared(subject=[at_work], reference=alone.reference)),
    ]


def asking(port: int, event_id: str, crowd: str) -> Callable[[], Measured]:
    people = given.sign_ups(event_id, crowd)
    return partial(
        measure,
        Load(port=port, requests=posts(people), status=201, clients=CLIENTS, seconds=SECONDS),
    )


def posts(bodies: Iterator[bytes]) -> Iterator[bytes]:
    return (post(PATH, body) for body in bodies)


def lines(what: str, compared: Compared) -> list[Line]:
    return [rate(what, compared), *times(what, seconds_of(compared.subject), seconds_of(compared.reference))]
