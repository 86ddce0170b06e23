"""A mail server that takes everything and keeps it in one file: `python -m tests.bench.catcher <port> <file>`."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
import uvloop
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct


class Caught(Struct, frozen=True, array_like=True):
    sender: str
    recipient: str
    content: bytes


class Catcher:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        caught = Caught(envelope.mail_from or "", envelope.rcpt_tos[0], content)
        self.file.write(msgspec.json.encode(caught) + b"\n")
        return "250 kept"


async def catch(port: int, file: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Catcher(file), hostname="catcher.example"), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    with (
        Path(sys.argv[2]).open("wb", buffering=0) as kept,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        suppress(KeyboardInterrupt),
    ):
        runner.run(catch(int(sys.argv[1]), kept))
