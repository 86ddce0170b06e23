"""Each service's database, with a login of its own that opens nothing else."""

import asyncpg

from shared.database import Connection


async def keep(server_url: str, passwords: dict[str, str]) -> None:
    """Makes what is missing: for each name a login and a database; `server_url` is the superuser's."""
    db = await asyncpg.connect(server_url)
    try:
        # Otherwise every login could enter these two.
        await db.execute("REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC")
        for name, password in passwords.items():
            await keep_login(db, name, password)
            await keep_database(db, name)
    finally:
        await db.close()


async def keep_login(db: Connection, name: str, password: str) -> None:
    exists = await db.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", name)
    verb = "ALTER" if exists else "CREATE"
    await run(db, f"{verb} ROLE %I LOGIN PASSWORD %L", name, password)


async def keep_database(db: Connection, name: str) -> None:
    if not await db.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await run(db, "CREATE DATABASE %1$I OWNER %1$I", name)
    await run(db, "REVOKE ALL ON DATABASE %I FROM PUBLIC", name)


async def run(db: Connection, statement: str, *values: str) -> None:
    """Such statements take no parameters; PostgreSQL itself quotes what is put into them."""
    await db.execute(await db.fetchval("SELECT format($1::text, VARIADIC $2::text[])", statement, values))
