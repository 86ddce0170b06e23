"""Sign-ups by many at once: each is checked, told of in the outbox and on the disk before its answer."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import count, cycle

import msgspec

from deploy.local.running import RunningStack
from tests.bench import given, servers
from tests.bench.comparison import Compared, Line, compare, rate, seconds_of, times
from tests.bench.crowd import ask_at_once
from tests.bench.load import Load, Measured, measure, post

CLIENTS = 64
ROUNDS = 15
SECONDS = 0.5
PATH = "/api/registrations"
READY = "/health/ready"
# What would go on with what the sign-ups cause, and take the processors from those who answer.
FOLLOWING = ("events", "registration", "notify", "feeds")
# As many as a series can have, twice.
SERIES = [{"recurrence": {"rule": "FREQ=DAILY;COUNT=500"}}] * 2
CROWD, PLACES = 5_000, 100
LONGEST_ANSWER_SECONDS = 5


def of_all(running: RunningStack) -> list[Line]:
    """For one event, for a thousand dates, and by a crowd; beside a POST that does nothing, each web process alone."""
    event_id = given.an_open_event(running, "Großes Fest")
    small = given.an_open_event(running, "Kleines Fest", capacity=PLACES)
    series = [given.an_open_event(running, f"Reihe {number}", **each) for number, each in enumerate(SERIES)]
    dates = [(each, date) for each in series for date in given.open_dates(running, each)]
    [port] = running.stack.service_ports["registration"]
    ask_at_work = asking(port, given.sign_ups(event_id, "busy"))
    at_work = [ask_at_work() for _ in range(ROUNDS)]
    running.stop_programs(*FOLLOWING)
    start = partial(servers.python, running, service="registration", path=READY)
    with (
        start("tests.bench.no_op") as no_op,
        start("services.registration", "web") as web,
        start("services.registration", "web") as other_web,
        start("tests.bench.one_by_one") as one_by_one,
    ):
        nothing = asking(no_op, given.sign_ups(event_id, "nobody"))
        alone = compare(asking(web, given.sign_ups(event_id, "alone")), nothing, rounds=ROUNDS)
        apart = compare(
            asking(web, given.sign_ups(event_id, "together")),
            asking(one_by_one, given.sign_ups(event_id, "apart")),
            rounds=ROUNDS,
        )
        evenly = compare(asking(web, evenly_among(dates)), nothing, rounds=ROUNDS)
        crowd = of_a_crowd(running, small, [web, other_web])
    return [
        *lines("one event", alone),
        *lines("one event, all services busy (not in turn)", Compared(subject=at_work, reference=alone.reference)),
        rate("one event, beside one transaction each", apart),
        *lines(f"{len(dates):,} dates evenly", evenly),
        *crowd,
    ]


def asking(port: int, people: Iterator[bytes]) -> Callable[[], Measured]:
    requests = (post(PATH, person) for person in people)
    return partial(measure, Load(port=port, requests=requests, status=201, clients=CLIENTS, seconds=SECONDS))


def evenly_among(dates: list[tuple[str, datetime]]) -> Iterator[bytes]:
    for number, (event_id, date) in zip(count(), cycle(dates), strict=False):
        yield given.a_sign_up(event_id, f"evenly.{number}", starts_at=date.isoformat())


def of_a_crowd(running: RunningStack, event_id: str, ports: list[int]) -> list[Line]:
    """All in the same second, at two replicas."""
    people = [post(PATH, given.a_sign_up(event_id, f"crowd.{number}")) for number in range(CROWD)]
    heard = ask_at_once(ports, people, status=201)
    confirmed = sum(msgspec.json.decode(each.body)["status"] == "confirmed" for each in heard)
    what = f"{CROWD:,} at once, two replicas"
    return [
        Line(what=f"{what}: confirmed, places", unit="", figure=confirmed, reference=PLACES),
        Line(
            what=f"{what}: longest answer, limit",
            unit="ms",
            figure=1000 * max(each.seconds for each in heard),
            reference=1000 * LONGEST_ANSWER_SECONDS,
        ),
    ]


def lines(what: str, compared: Compared) -> list[Line]:
    return [rate(what, compared), *times(what, seconds_of(compared.subject), seconds_of(compared.reference))]
