"""Pictures of contributions; their bytes are only read when they are shown."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from msgspec import structs

from services.notify.domain.contribution import StoredPicture
from shared.database import Connection, many, one
from shared.messages.events import MemberState, OrganisationState
from shared.picture_files import NewPictureOrLogo, PictureFields, PictureFile, PictureSize
from shared.problems import NotFound
from shared.sessions import Principal

SELECT = """
    SELECT p.id, p.contribution_id, p.position, p.alt, p.credit, p.is_logo, p.released_at,
           concat_ws(', ', m.state ->> 'name', o.state ->> 'name') AS released_by,
           (
               SELECT jsonb_object_agg(f.size, to_jsonb(f))
               FROM (
                   SELECT size, media_type, width, height, size_bytes, sha256
                   FROM contribution_picture_files
                   WHERE picture_id = p.id
               ) AS f
           ) AS files
    FROM contribution_pictures AS p
    LEFT JOIN copies AS o ON o.topic = $1 AND o.id = p.released_by_organisation_id
    LEFT JOIN copies AS m ON m.topic = $2 AND m.id = p.released_by_member_id
"""
TOPICS = (OrganisationState.topic, MemberState.topic)


async def insert(
    db: Connection,
    contribution_id: UUID,
    new: NewPictureOrLogo,
    files: Sequence[PictureFile],
    *,
    position: int,
    released_by: Principal,
    released_at: datetime,
) -> UUID:
    picture_id = uuid4()
    await db.execute(
        """
        INSERT INTO contribution_pictures (
            id, contribution_id, position, alt, credit, is_logo,
            released_by_organisation_id, released_by_member_id, released_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        picture_id,
        contribution_id,
        position,
        new.alt,
        new.credit,
        new.is_logo,
        released_by.organisation_id,
        released_by.member_id,
        released_at,
    )
    await db.executemany(
        """
        INSERT INTO contribution_picture_files (picture_id, size, media_type, width, height, size_bytes, sha256, bytes)
        VALUES ($1, $2, $3, $4, $5, length($6::bytea), encode(sha256($6), 'hex'), $6)
        """,
        [(picture_id, *structs.astuple(file)) for file in files],
    )
    return picture_id


async def get(db: Connection, picture_id: UUID) -> StoredPicture:
    """Raises `NotFound`."""
    found = one(await db.fetchrow(SELECT + "WHERE p.id = $3", *TOPICS, picture_id), StoredPicture)
    if found is None:
        raise NotFound("picture")
    return found


async def list_of(db: Connection, contribution_id: UUID) -> list[StoredPicture]:
    """Its pictures in their order, a logo first."""
    return (await list_of_each(db, [contribution_id])).get(contribution_id, [])


async def list_of_each(db: Connection, contribution_ids: Collection[UUID]) -> dict[UUID, list[StoredPicture]]:
    """The pictures of each of these contributions in their order, a logo first; those without any are left out."""
    rows = await db.fetch(
        SELECT + "WHERE p.contribution_id = ANY($3) ORDER BY p.is_logo DESC, p.position, p.id",
        *TOPICS,
        list(contribution_ids),
    )
    found: dict[UUID, list[StoredPicture]] = {}
    for picture in many(rows, StoredPicture):
        found.setdefault(picture.contribution_id, []).append(picture)
    return found


async def get_bytes(db: Connection, picture_id: UUID, size: PictureSize) -> bytes:
    content: bytes = await db.fetchval(
        "SELECT bytes FROM contribution_picture_files WHERE picture_id = $1 AND size = $2", picture_id, size
    )
    return content


async def update(db: Connection, picture_id: UUID, fields: PictureFields) -> None:
    await db.execute(
        "UPDATE contribution_pictures SET alt = $2, credit = $3 WHERE id = $1", picture_id, fields.alt, fields.credit
    )


async def put_in_order(db: Connection, picture_ids: list[UUID]) -> None:
    await db.execute(
        "UPDATE contribution_pictures SET position = array_position($1::uuid[], id) WHERE id = ANY($1::uuid[])",
        picture_ids,
    )


async def delete(db: Connection, picture_id: UUID) -> None:
    await db.execute("DELETE FROM contribution_pictures WHERE id = $1", picture_id)


async def list_known(db: Connection, picture_ids: Collection[UUID]) -> set[UUID]:
    """Those that nobody has taken away, nor left out with their contribution."""
    rows = await db.fetch(
        """
        SELECT p.id
        FROM contribution_pictures AS p
        JOIN contributions AS c ON c.id = p.contribution_id
        WHERE p.id = ANY($1) AND c.state = 'accepted'
        """,
        list(picture_ids),
    )
    return {row["id"] for row in rows}
