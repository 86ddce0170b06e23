"""Feeds: as the service answers them from memory, and as the edge serves them from disk."""

from collections.abc import Callable
from functools import partial
from itertools import repeat

import httpx
import msgspec

from deploy.local.running import RunningStack
from tests.bench import servers
from tests.bench.bare import Answer, Answers
from tests.bench.comparison import Line, compare, rate
from tests.bench.load import Load, Measured, get, measure

# Short ones, so that what else the machine does strikes both of a round.
ROUNDS = 15
SECONDS = 0.2
FILE = "/calendar.ics"
# With something in the query it is no file, so the service answers.
FROM_MEMORY = f"{FILE}?category=culture"
# Every server writes these itself.
SERVERS_OWN = {b"date", b"server"}


def from_memory(running: RunningStack) -> list[Line]:
    """The events service against a bare ASGI application with the same answers, one process each."""
    with servers.python(running, "services.events", "web", service="events", path=FROM_MEMORY) as subject:
        said = running.data / "answers.json"
        said.write_bytes(msgspec.json.encode(answers_of(subject, FROM_MEMORY)))
        with servers.python(running, "tests.bench.bare", str(said), service="events", path=FROM_MEMORY) as bare:
            return compared("feed from memory", FROM_MEMORY, subject=subject, reference=bare)


def through_the_edge(running: RunningStack) -> list[Line]:
    """The edge against a plain file server in the same Caddy, whose requests are logged like all others; or are not."""
    with servers.edge(running, path=FILE) as ports:
        return [
            *compared("through the edge", FILE, subject=ports.edge, reference=ports.files),
            *compared("through the edge, beside unlogged", FILE, subject=ports.edge, reference=ports.unlogged_files),
        ]


def compared(what: str, path: str, *, subject: int, reference: int) -> list[Line]:
    """A line for each way to ask for the feed at this path, of the servers on these two ports."""
    asking_subject, asking_reference = ways_to_ask(subject, path), ways_to_ask(reference, path)
    return [
        rate(f"{what}, {way}", compare(asking_subject[way], asking_reference[way], rounds=ROUNDS))
        for way in asking_subject
    ]


def ways_to_ask(port: int, path: str) -> dict[str, Callable[[], Measured]]:
    return {
        way: partial(
            measure,
            Load(
                port=port,
                requests=repeat(get(path, headers)),
                status=304 if "If-None-Match" in headers else 200,
                seconds=SECONDS,
            ),
        )
        for way, headers in headers_of(tag_of(port, path)).items()
    }


def headers_of(tag: str) -> dict[str, dict[str, str]]:
    return {"plain": {}, "gzip": {"Accept-Encoding": "gzip"}, "unchanged": {"If-None-Match": tag}}


def answers_of(port: int, path: str) -> Answers:
    asked = headers_of(tag_of(port, path))
    return Answers(**{way: answer(port, path, headers) for way, headers in asked.items()})


def tag_of(port: int, path: str) -> str:
    return dict(answer(port, path, {}).headers)[b"etag"].decode()


def answer(port: int, path: str, headers: dict[str, str]) -> Answer:
    """What the server says, byte by byte."""
    with httpx.Client() as client:
        # Built by hand, so that nothing is asked for that is not in `headers`.
        request = httpx.Request("GET", f"http://127.0.0.1:{port}{path}", headers=headers)
        response = client.send(request, stream=True)
        body = b"".join(response.iter_raw())
    said = [(name.lower(), value) for name, value in response.headers.raw]
    return Answer(
        status=response.status_code,
        headers=[(name, value) for name, value in said if name not in SERVERS_OWN],
        body=body,
    )
