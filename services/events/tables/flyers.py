"""PDFs of events; their bytes are only read when they are shown."""

import hashlib
from uuid import UUID, uuid4

from services.events.domain.attachments import FlyerFields, Owner, StoredFlyer
from shared.database import Connection, many
from shared.problems import NotFound

SELECT = "SELECT id, event_id, position, title, size_bytes, sha256 FROM flyers "


async def insert(db: Connection, owner: Owner, *, title: str, content: bytes, position: int) -> UUID:
    flyer_id = uuid4()
    await db.execute(
        "INSERT INTO flyers (id, event_id, position, title, size_bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)",
        flyer_id,
        owner.event_id,
        position,
        title,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    await db.execute("INSERT INTO flyer_files (flyer_id, bytes) VALUES ($1, $2)", flyer_id, content)
    return flyer_id


async def get(db: Connection, flyer_id: UUID) -> StoredFlyer:
    """The flyer. Raises `NotFound`."""
    found = many(await db.fetch(SELECT + "WHERE id = $1", flyer_id), StoredFlyer)
    if not found:
        raise NotFound("flyer")
    return found[0]


async def list_of(db: Connection, owner: Owner) -> list[StoredFlyer]:
    """The owner's flyers in their order."""
    return many(await db.fetch(SELECT + "WHERE event_id = $1 ORDER BY position, id", owner.event_id), StoredFlyer)


async def list_of_events(db: Connection, event_ids: list[UUID]) -> dict[UUID, list[StoredFlyer]]:
    """The flyers of each of these events in their order; those without any are left out."""
    rows = await db.fetch(SELECT + "WHERE event_id = ANY($1) ORDER BY position, id", event_ids)
    found: dict[UUID, list[StoredFlyer]] = {}
    for flyer in many(rows, StoredFlyer):
        found.setdefault(flyer.event_id, []).append(flyer)
    return found


async def get_bytes(db: Connection, flyer_id: UUID) -> bytes:
    content: bytes = await db.fetchval("SELECT bytes FROM flyer_files WHERE flyer_id = $1", flyer_id)
    return content


async def update(db: Connection, flyer_id: UUID, fields: FlyerFields) -> None:
    await db.execute("UPDATE flyers SET title = $2 WHERE id = $1", flyer_id, fields.title)


async def put_in_order(db: Connection, flyer_ids: list[UUID]) -> None:
    await db.execute(
        "UPDATE flyers SET position = array_position($1::uuid[], id) WHERE id = ANY($1::uuid[])", flyer_ids
    )


async def delete(db: Connection, flyer_id: UUID) -> None:
    await db.execute("DELETE FROM flyers WHERE id = $1", flyer_id)


async def copy(db: Connection, *, from_event_id: UUID, to_event_id: UUID) -> None:
    """Give the flyers of one event to another as well."""
    await db.execute(
        """
        WITH copies AS (
            SELECT id AS old_id, gen_random_uuid() AS new_id FROM flyers WHERE event_id = $1
        ), copied AS (
            INSERT INTO flyers (id, event_id, position, title, size_bytes, sha256)
            SELECT c.new_id, $2, f.position, f.title, f.size_bytes, f.sha256
            FROM copies AS c
            JOIN flyers AS f ON f.id = c.old_id
        )
        INSERT INTO flyer_files (flyer_id, bytes)
        SELECT c.new_id, f.bytes
        FROM copies AS c
        JOIN flyer_files AS f ON f.flyer_id = c.old_id
        """,
        from_event_id,
        to_event_id,
    )
