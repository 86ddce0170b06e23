"""Hands over once more what a catcher caught, as fast as it goes: one mail after the other on each connection.

`python -m tests.bench.bare_mails <port> <file> <connections> <first>` prints how many went in a second, counted from
the mail of this number on.
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


async def hand_over(port: int, mails: Iterator[Caught], sent_at: list[float]) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as smtp:
        for mail in mails:
            await smtp.sendmail(mail.sender, mail.recipient, mail.content)
            sent_at.append(time.perf_counter())


async def per_second(port: int, mails: list[Caught], *, connections: int, first: int) -> float:
    coming, sent_at = iter(mails), list[float]()
    await asyncio.gather(*(hand_over(port, coming, sent_at) for _ in range(connections)))
    return (len(mails) - first) / (sent_at[-1] - sent_at[first])


if __name__ == "__main__":
    port, file, connections, first = sys.argv[1:]
    caught = [msgspec.json.decode(line, type=Caught) for line in Path(file).read_bytes().splitlines()]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        figure = runner.run(per_second(int(port), caught, connections=int(connections), first=int(first)))
    print(figure)  # noqa: T201 - the bench reads it
