"""A web process of the registration service on a port of its own, and a phone at the door that listens to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec

from deploy.local.ports import free_ports
from services.registration.app import create_app
from services.registration.settings import Settings
from shared.processes import Server, server_of
from tests.waiting import until


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[tuple[Server, str]]:
    """The running server, and its address."""
    [port] = free_ports(1)
    server = server_of(create_app(settings), msgspec.structs.replace(settings, port=port))
    running = asyncio.create_task(server._serve())

    async def is_there() -> bool:
        return server.started

    await until(is_there)
    try:
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running


class Phone:
    """Reads the messages of one stream."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.lines = answer.aiter_lines()

    async def next_block(self) -> list[str]:
        """The lines up to the next empty one; none at the end."""
        block: list[str] = []
        async with asyncio.timeout(30):
            async for line in self.lines:
                if not line:
                    return block
                block.append(line)
        return block

    async def next_counts(self) -> dict[str, Any]:
        """The next message with numbers, with its id as a version."""
        while block := await self.next_block():
            fields = dict(line.split(": ", 1) for line in block if not line.startswith(":"))
            if "data" in fields:
                counts: dict[str, Any] = msgspec.json.decode(fields["data"])
                assert fields["id"] == str(counts["version"])
                return counts
        raise EOFError


@asynccontextmanager
async def phone(base_url: str, roster_id: object, headers: dict[str, str], **query: str) -> AsyncIterator[Phone]:
    async with (
        httpx.AsyncClient(base_url=base_url, timeout=30) as client,
        client.stream("GET", f"/portal/rosters/dates/{roster_id}/counts", headers=headers, params=query) as answer,
    ):
        yield Phone(answer)
