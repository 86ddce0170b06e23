"""A bare ASGI application that says again what a service said: `python -m tests.bench.bare answers.json`.

It runs on the same server with the same options as a service.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import cast

import msgspec
from litestar import Litestar
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send
from msgspec import Struct

from shared import processes, starting
from shared.settings import ServiceSettings, load


class Answer(Struct, frozen=True, kw_only=True):
    """An answer as it went over the wire."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Answers(Struct, frozen=True, kw_only=True):
    """What is said to a plain request, to one that takes gzip, and to one that knows the current tag."""

    plain: Answer
    gzip: Answer
    unchanged: Answer


class Bare:
    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        # What the server tells that it is to end.
        self.state = State({"stopping": asyncio.Event()})

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            return
        answer = self.choose({name for name, _ in scope["headers"]})
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})

    def choose(self, headers: set[bytes]) -> Answer:
        if b"if-none-match" in headers:
            return self.answers.unchanged
        return self.answers.gzip if b"accept-encoding" in headers else self.answers.plain


if __name__ == "__main__":
    said = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Answers)
    settings = load(ServiceSettings, "events", os.environ)
    # uvicorn, which does all of the serving, takes any ASGI application.
    starting.run(processes.serve(cast("Litestar", Bare(said)), settings))
