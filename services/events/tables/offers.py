"""What partners offer all the time."""

from datetime import datetime
from uuid import UUID

from services.events.domain.offer import Offer, OfferFields, OfferPosition, OfferSearch, position_of
from shared.database import Connection, many
from shared.problems import NotFound


async def load(db: Connection, offer_ids: list[UUID]) -> list[Offer]:
    """These offers, in this order; ids that we do not have are left out."""
    rows = await db.fetch(
        """
        SELECT f.id, f.organisation_id, o.slug AS organisation_slug, o.name AS organisation_name,
               f.title, f.description, f.language, f.kind, f.for_whom, f.languages, f.place, f.online, f.times,
               f.contact, f.changed_at
        FROM offers AS f
        JOIN organisations AS o ON o.id = f.organisation_id
        WHERE f.id = ANY($1)
        ORDER BY array_position($1, f.id)
        """,
        offer_ids,
    )
    return many(rows, Offer)


async def get(db: Connection, offer_id: UUID) -> Offer:
    """The offer. Raises `NotFound`."""
    found = await load(db, [offer_id])
    if not found:
        raise NotFound("offer")
    return found[0]


async def list_of(db: Connection, organisation_id: UUID) -> list[Offer]:
    """What the organisation offers, by title."""
    rows = await db.fetch(
        "SELECT id FROM offers WHERE organisation_id = $1 ORDER BY folded(title), id LIMIT 500", organisation_id
    )
    return await load(db, [row["id"] for row in rows])


async def search(db: Connection, search: OfferSearch, *, limit: int) -> tuple[list[Offer], OfferPosition | None]:
    """One page of the offers of those who take part now, and where it goes on. Raises `Invalid` for a broken cursor.

    Each word of `q` must be somewhere in an offer or in its organisation's name.
    """
    after = position_of(search.cursor) if search.cursor else None
    rows = await db.fetch(
        """
        SELECT found.offer_id, found.is_for_all, found.title
        FROM jsonb_to_record($1) AS s (q text, for_whom text, language text, kind text)
        CROSS JOIN LATERAL (
            SELECT f.id AS offer_id,
                   s.for_whom IS NOT NULL AND cardinality(f.for_whom) = 0 AS is_for_all,
                   folded(f.title) AS title,
                   folded(concat_ws(' ', f.title, f.description, o.name, f.place, f.times)) AS words
            FROM offers AS f
            JOIN organisations AS o ON o.id = f.organisation_id
            WHERE o.left_at IS NULL
              AND (s.for_whom IS NULL OR cardinality(f.for_whom) = 0 OR s.for_whom = ANY(f.for_whom))
              AND (s.language IS NULL OR s.language = ANY(f.languages))
              AND (s.kind IS NULL OR s.kind = f.kind)
        ) AS found
        WHERE NOT EXISTS (
            SELECT
            FROM regexp_split_to_table(folded(coalesce(s.q, '')), '\\s+') AS word
            WHERE strpos(found.words, word) = 0
        )
          AND ($2::boolean IS NULL OR (found.is_for_all, found.title, found.offer_id) > ($2, $3::text, $4::uuid))
        ORDER BY found.is_for_all, found.title, found.offer_id
        LIMIT $5
        """,
        search,
        after.is_for_all if after else None,
        after.title if after else None,
        after.offer_id if after else None,
        limit + 1,
    )
    positions = [OfferPosition(**row) for row in rows]
    more = positions[limit - 1] if len(positions) > limit else None
    return await load(db, [position.offer_id for position in positions[:limit]]), more


async def count_by_organisation(db: Connection) -> dict[UUID, int]:
    rows = await db.fetch("SELECT organisation_id, count(*) AS offer_count FROM offers GROUP BY organisation_id")
    return {row["organisation_id"]: row["offer_count"] for row in rows}


async def insert(
    db: Connection,
    fields: OfferFields,
    *,
    offer_id: UUID,
    organisation_id: UUID,
    changed_at: datetime,
    request_key: UUID | None,
) -> UUID:
    """The id of the new offer, or of the one that this very form made already."""
    inserted: UUID | None = await db.fetchval(
        """
        INSERT INTO offers (
            id, organisation_id, changed_at, request_key,
            title, description, language, kind, for_whom, languages, place, online, times, contact
        )
        SELECT $1, $2, $3, $4, f.title, f.description, f.language, f.kind, f.for_whom, f.languages, f.place, f.online,
               f.times, f.contact
        FROM jsonb_to_record($5) AS f (
            title text, description text, language text, kind text, for_whom text[], languages text[], place text,
            online boolean, times text, contact text
        )
        ON CONFLICT (request_key) DO NOTHING
        RETURNING id
        """,
        offer_id,
        organisation_id,
        changed_at,
        request_key,
        fields,
    )
    return inserted or await db.fetchval("SELECT id FROM offers WHERE request_key = $1", request_key)


async def update(db: Connection, offer_id: UUID, fields: OfferFields, *, changed_at: datetime) -> None:
    await db.execute(
        """
        UPDATE offers AS o
        SET changed_at = $2,
            title = f.title, description = f.description, language = f.language, kind = f.kind,
            for_whom = f.for_whom, languages = f.languages, place = f.place, online = f.online, times = f.times,
            contact = f.contact
        FROM jsonb_to_record($3) AS f (
            title text, description text, language text, kind text, for_whom text[], languages text[], place text,
            online boolean, times text, contact text
        )
        WHERE o.id = $1
        """,
        offer_id,
        changed_at,
        fields,
    )


async def delete(db: Connection, offer_id: UUID) -> None:
    await db.execute("DELETE FROM offers WHERE id = $1", offer_id)
