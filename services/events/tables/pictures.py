"""Pictures of events and organisations; their bytes are only read when they are shown."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec import structs

from services.events.domain.attachments import Owner, Release, StoredPicture
from shared.database import Connection, many
from shared.picture_files import NewPicture, PictureFields, PictureFile, PictureSize
from shared.problems import NotFound

SELECT = """
    SELECT p.id, p.event_id, p.organisation_id, p.position, p.alt, p.credit, p.is_logo, p.released_at,
           concat_ws(', ', m.name, o.name) AS released_by,
           (
               SELECT jsonb_object_agg(f.size, to_jsonb(f))
               FROM (
                   SELECT size, media_type, width, height, size_bytes, sha256 FROM picture_files WHERE picture_id = p.id
               ) AS f
           ) AS files
    FROM pictures AS p
    JOIN organisations AS o ON o.id = p.released_by_organisation_id
    LEFT JOIN members AS m ON m.id = p.released_by_member_id
"""


async def lock_owner(db: Connection, owner: Owner) -> None:
    """Nobody else adds, moves or takes away pictures or flyers of this owner until we are done."""
    await db.execute("SELECT id FROM events WHERE id = $1 FOR UPDATE", owner.event_id)
    await db.execute("SELECT id FROM organisations WHERE id = $1 FOR NO KEY UPDATE", owner.organisation_id)


async def insert(
    db: Connection,
    owner: Owner,
    new: NewPicture,
    files: Sequence[PictureFile],
    *,
    is_logo: bool,
    position: int,
    release: Release,
) -> UUID:
    picture_id = uuid4()
    await db.execute(
        """
        INSERT INTO pictures (
            id, event_id, organisation_id, position, alt, credit, is_logo,
            released_by_organisation_id, released_by_member_id, released_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        picture_id,
        owner.event_id,
        owner.organisation_id,
        position,
        new.alt,
        new.credit,
        is_logo,
        release.organisation_id,
        release.member_id,
        release.at,
    )
    await db.executemany(
        """
        INSERT INTO picture_files (picture_id, size, media_type, width, height, size_bytes, sha256, bytes)
        VALUES ($1, $2, $3, $4, $5, length($6::bytea), encode(sha256($6), 'hex'), $6)
        """,
        [(picture_id, *structs.astuple(file)) for file in files],
    )
    return picture_id


async def get(db: Connection, picture_id: UUID) -> StoredPicture:
    """The picture. Raises `NotFound`."""
    found = many(await db.fetch(SELECT + "WHERE p.id = $1", picture_id), StoredPicture)
    if not found:
        raise NotFound("picture")
    return found[0]


async def list_of(db: Connection, owner: Owner) -> list[StoredPicture]:
    """The owner's pictures in their order, a logo first."""
    rows = await db.fetch(
        SELECT + "WHERE p.event_id = $1 OR p.organisation_id = $2 ORDER BY p.is_logo DESC, p.position, p.id",
        owner.event_id,
        owner.organisation_id,
    )
    return many(rows, StoredPicture)


async def list_of_events(db: Connection, event_ids: list[UUID]) -> dict[UUID, list[StoredPicture]]:
    """The pictures of each of these events in their order; those without any are left out."""
    rows = await db.fetch(SELECT + "WHERE p.event_id = ANY($1) ORDER BY p.position, p.id", event_ids)
    found: dict[UUID, list[StoredPicture]] = {}
    for picture in many(rows, StoredPicture):
        if picture.event_id:
            found.setdefault(picture.event_id, []).append(picture)
    return found


async def get_bytes(db: Connection, picture_id: UUID, size: PictureSize) -> bytes:
    content: bytes = await db.fetchval(
        "SELECT bytes FROM picture_files WHERE picture_id = $1 AND size = $2", picture_id, size
    )
    return content


async def update(db: Connection, picture_id: UUID, fields: PictureFields) -> None:
    await db.execute("UPDATE pictures SET alt = $2, credit = $3 WHERE id = $1", picture_id, fields.alt, fields.credit)


async def put_in_order(db: Connection, picture_ids: list[UUID]) -> None:
    await db.execute(
        "UPDATE pictures SET position = array_position($1::uuid[], id) WHERE id = ANY($1::uuid[])", picture_ids
    )


async def delete(db: Connection, picture_id: UUID) -> None:
    await db.execute("DELETE FROM pictures WHERE id = $1", picture_id)


async def copy(db: Connection, *, from_event_id: UUID, to_event_id: UUID) -> None:
    """Give the pictures of one event to another as well, with their release."""
    await db.execute(
        """
        WITH copies AS (
            SELECT id AS old_id, gen_random_uuid() AS new_id FROM pictures WHERE event_id = $1
        ), copied AS (
            INSERT INTO pictures (
                id, event_id, position, alt, credit, is_logo,
                released_by_organisation_id, released_by_member_id, released_at
            )
            SELECT c.new_id, $2, p.position, p.alt, p.credit, p.is_logo,
                   p.released_by_organisation_id, p.released_by_member_id, p.released_at
            FROM copies AS c
            JOIN pictures AS p ON p.id = c.old_id
        )
        INSERT INTO picture_files (picture_id, size, media_type, width, height, size_bytes, sha256, bytes)
        SELECT c.new_id, f.size, f.media_type, f.width, f.height, f.size_bytes, f.sha256, f.bytes
        FROM copies AS c
        JOIN picture_files AS f ON f.picture_id = c.old_id
        """,
        from_event_id,
        to_event_id,
    )
