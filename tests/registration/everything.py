"""All that a database holds, to see that something is nowhere in it."""

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
