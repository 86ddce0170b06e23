"""Files from strangers are opened in a process of their own: if one eats memory or time, only that process ends.

`python -m shared.preparing photo | logo | flyer` reads a file and writes it anew, or says what is wrong.
"""

import asyncio
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog
from msgspec import Struct

from shared.picture_files import PictureFile
from shared.problems import FieldProblem, Invalid, invalid
from shared.translations import N_

# One at a time in each web process, so that it is known how much memory it takes.
TURNS = asyncio.Semaphore(1)
# A picture with as many pixels as we take needs half of it.
MOST_MEMORY_BYTES = 2_000_000_000
MOST_SECONDS = 60
ROOT = Path(__file__).parents[1]

T = TypeVar("T")

log = structlog.get_logger()


class Prepared(Struct, frozen=True, kw_only=True):
    """What comes back: the result, or what is wrong."""

    result: msgspec.Raw = msgspec.Raw()
    problems: list[FieldProblem] = []


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
        "shared.preparing",
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


def main(preparation: str) -> None:
    # Here, so that only the process that opens files has the libraries for it.
    from shared.flyers import prepare_flyer
    from shared.pictures import prepare_logo, prepare_photo

    preparations: Mapping[str, Callable[[bytes], object]] = {
        "photo": prepare_photo,
        "logo": prepare_logo,
        "flyer": prepare_flyer,
    }
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY_BYTES), (resource.RLIMIT_CPU, MOST_SECONDS)):
        resource.setrlimit(limit, (most, most))
    # It has no files to write; its answer goes through a pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    answer: dict[str, Any]
    try:
        answer = {"result": preparations[preparation](sys.stdin.buffer.read())}
    except Invalid as problem:
        answer = {"problems": problem.errors}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main(sys.argv[1])
