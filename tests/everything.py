"""All that a database or the streams hold, to see that something is nowhere in them."""

from contextlib import suppress

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.database import Connection


async def places_naming(db: Connection, word: str) -> list[str]:
    """The tables with a row that has the word in any column, in capitals or not; bytes are read as text."""
    tables = await db.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'"
    )
    found = []
    for table in sorted(row["tablename"] for row in tables):
        rows = await db.fetch(f"SELECT * FROM {table}")
        if any(word.casefold() in as_text(value).casefold() for row in rows for value in row.values()):
            found.append(table)
    return found


def as_text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


async def subjects_naming(jetstream: JetStreamContext, word: str) -> list[str]:
    """The subjects of the messages in any stream that have the word anywhere."""
    found = []
    for stream in await jetstream.streams_info():
        name, state = stream.config.name or "", stream.state
        for sequence in range(state.first_seq, state.last_seq + 1):
            with suppress(NotFoundError):
                message = await jetstream.get_msg(name, sequence)
                if word.casefold() in f"{as_text(message.data)} {message.headers}".casefold():
                    found.append(message.subject or name)
    return found
