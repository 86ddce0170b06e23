"""`python -m shared.prepare_file photo | logo | flyer`: reads a file and writes it anew, or says what is wrong.

It imports little, and only what its file needs, since people wait while it starts.
"""

import resource
import sys
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from shared.problems import FieldProblem, Invalid

# A picture with as many pixels as we take needs half of it.
MOST_MEMORY_BYTES = 2_000_000_000
MOST_SECONDS = 60


class Prepared(Struct, frozen=True, kw_only=True):
    """What it writes: the result, or what is wrong."""

    result: msgspec.Raw = msgspec.Raw()
    problems: list[FieldProblem] = []


def main(preparation: str) -> None:
    prepare = preparation_named(preparation)
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY_BYTES), (resource.RLIMIT_CPU, MOST_SECONDS)):
        resource.setrlimit(limit, (most, most))
    # It has no files to write; its answer goes through a pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    answer: dict[str, Any]
    try:
        answer = {"result": prepare(sys.stdin.buffer.read())}
    except Invalid as problem:
        answer = {"problems": problem.errors}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


def preparation_named(name: str) -> Callable[[bytes], object]:
    """Raises `KeyError`."""
    if name == "flyer":
        from shared.flyers import prepare_flyer

        return prepare_flyer
    from shared.pictures import prepare_logo, prepare_photo

    return {"photo": prepare_photo, "logo": prepare_logo}[name]


if __name__ == "__main__":
    main(sys.argv[1])
