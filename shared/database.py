"""PostgreSQL: the pool, and rows as Structs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import asyncpg
import msgspec
from asyncpg import Record

T = TypeVar("T")

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = asyncpg.Connection[Record] | PoolConnectionProxy[Record]
    Pool: TypeAlias = asyncpg.Pool[Record]
else:
    Connection: TypeAlias = asyncpg.Connection
    Pool: TypeAlias = asyncpg.Pool

POOL_SIZE = 10
# A request that waited this long for a connection is better told to come back.
ACQUIRE_SECONDS = 5
STATEMENT_SECONDS = 10
# How PostgreSQL sends and takes jsonb: JSON after this byte (jsonb_recv in its source).
JSONB_VERSION = b"\x01"

# What a lost or absent server looks like: worth a retry, never a reason to give a message up.
CONNECTION_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)


def create_pool(url: str) -> Pool:
    """A pool that connects when first used, so that a service starts also while PostgreSQL is away; await it once."""
    return asyncpg.create_pool(
        url,
        min_size=0,
        max_size=POOL_SIZE,
        timeout=ACQUIRE_SECONDS,
        command_timeout=STATEMENT_SECONDS,
        init=read_json_as_structs,
        # asyncpg's own is one more way to the server and back each time. What is open is rolled back all the same.
        reset=leave_as_it_is,
    )


async def leave_as_it_is(db: Connection) -> None:
    """Nothing of ours outlasts its transaction, but for what `ended_afterwards` ends."""


@contextmanager
def ended_afterwards(db: Connection) -> Iterator[None]:
    """For locks and listeners of a connection: they must not go back to the pool, however this ends."""
    try:
        yield
    finally:
        db.terminate()


async def read_json_as_structs(db: Connection) -> None:
    await db.set_type_codec("jsonb", schema="pg_catalog", encoder=encode_json, decoder=decode_json, format="binary")


def encode_json(value: object) -> bytes:
    return JSONB_VERSION + msgspec.json.encode(value)


def decode_json(sent: bytes) -> Any:
    return msgspec.json.decode(memoryview(sent)[1:])


def one(record: Record | None, row_type: type[T]) -> T | None:
    """The row as a checked Struct, or None."""
    return None if record is None else msgspec.convert(dict(record), row_type)


def many(records: Iterable[Any], row_type: type[T]) -> list[T]:
    # Of a dict msgspec reads the fields four times as fast as of a record.
    return [msgspec.convert(dict(record), row_type) for record in records]
