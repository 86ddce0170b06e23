"""Hands over once more what a catcher caught, as fast as it goes.

`python -m tests.bench.bare_mails <port> <file> <connections>`
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import uvloop
from aiosmtplib import SMTP

from tests.bench.catcher import Caught


async def hand_over(port: int, mails: Iterator[Caught]) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as smtp:
        for mail in mails:
            await smtp.sendmail(mail.sender, mail.recipient, mail.content)


async def per_second(port: int, mails: list[Caught], connections: int) -> float:
    began = time.perf_counter()
    coming = iter(mails)
    await asyncio.gather(*(hand_over(port, coming) for _ in range(connections)))
    return len(mails) / (time.perf_counter() - began)


if __name__ == "__main__":
    caught = [msgspec.json.decode(line, type=Caught) for line in Path(sys.argv[2]).read_bytes().splitlines()]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(per_second(int(sys.argv[1]), caught, int(sys.argv[3]))))  # noqa: T201 - the bench reads it
