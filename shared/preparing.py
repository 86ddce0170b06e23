"""Files from strangers are opened in a process of their own: if one eats memory or time, only that process ends.

What it is, `shared.prepare_file`, starts anew for each file.
"""

import asyncio
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from shared.picture_files import PictureFile
from shared.prepare_file import MOST_SECONDS, Prepared
from shared.problems import Invalid, invalid
from shared.translations import N_

# One at a time in each web process, so that it is known how much memory it takes.
TURNS = asyncio.Semaphore(1)
ROOT = Path(__file__).parents[1]

T = TypeVar("T")

log = structlog.get_logger()


async def photo(content: bytes) -> list[PictureFile]:
    """The photo in all sizes. Raises `Invalid`."""
    return await prepared("photo", content, list[PictureFile])


async def logo(content: bytes) -> list[PictureFile]:
    """The logo in all sizes. Raises `Invalid`."""
    return await prepared("logo", content, list[PictureFile])


async def flyer(content: bytes) -> bytes:
    """The PDF without what acts by itself. Raises `Invalid`."""
    return await prepared("flyer", content, bytes)


async def prepared(preparation: str, content: bytes, result_type: type[T]) -> T:
    async with TURNS:
        output = await run(preparation, content)
    if output is None:
        raise invalid("file", N_("We cannot open this file. Please save it anew, or make it smaller."))
    answer = msgspec.msgpack.decode(output, type=Prepared)
    if answer.problems:
        raise Invalid(*answer.problems)
    return msgspec.msgpack.decode(answer.result, type=result_type)


async def run(preparation: str, content: bytes) -> bytes | None:
    """What the process wrote; None when it had to be ended, or ended itself without a word."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "shared.prepare_file",
        preparation,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={},
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(content), MOST_SECONDS)
    except TimeoutError:
        log.warning("a file took too long to open", preparation=preparation)
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        log.warning("a file could not be opened", preparation=preparation, said=errors[-2000:].decode(errors="replace"))
        return None
    return output
