"""What is or will be in the calendar."""

from datetime import datetime
from uuid import UUID

from services.events.domain.event import Event, EventFields, ReturnFields
from shared.database import Connection, many
from shared.messages.events import EventStatus
from shared.problems import NotFound


async def load(db: Connection, event_ids: list[UUID]) -> list[Event]:
    """These events, in this order; ids that we do not have are left out."""
    rows = await db.fetch(
        """
        SELECT e.id, e.slug, e.status, e.version, e.sequence, e.changed_at,
               e.organisation_id, o.slug AS organisation_slug, o.name AS organisation_name,
               c.slug AS campaign, c.title AS campaign_title,
               e.title, e.description, e.language,
               e.starts_at, e.ends_at, e.starts_on, e.ends_on, e.time_zone, e.recurrence,
               e.place_name, e.place_address, e.coordinates, e.online, e.join_details, e.conference,
               e.category, e.languages, e.facts, e.audience, e.takes_registrations, e.capacity, e.is_sold_out,
               e.wants_co_organisers, e.return_reason, e.return_note,
               coalesce(t.texts, '[]') AS texts, coalesce(p.co_organisers, '[]') AS co_organisers
        FROM events AS e
        JOIN organisations AS o ON o.id = e.organisation_id
        LEFT JOIN campaigns AS c ON c.id = e.campaign_id
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'language', language, 'title', title, 'description', description,
                    'is_outdated', original_digest <> md5(e.title || chr(10) || e.description)
                ) ORDER BY language
            ) AS texts
            FROM event_texts
            WHERE event_id = e.id
        ) AS t ON true
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_object('id', org.id, 'slug', org.slug, 'name', org.name) ORDER BY org.name)
                AS co_organisers
            FROM co_organisations AS co
            JOIN organisations AS org ON org.id = co.organisation_id
            WHERE co.event_id = e.id AND co.status = 'accepted'
        ) AS p ON true
        WHERE e.id = ANY($1)
        ORDER BY array_position($1, e.id)
        """,
        event_ids,
    )
    return many(rows, Event)


async def get(db: Connection, event_id: UUID) -> Event:
    """The event. Raises `NotFound`."""
    found = await load(db, [event_id])
    if not found:
        raise NotFound("event")
    return found[0]


async def lock(db: Connection, event_id: UUID) -> Event:
    """The event, which nobody else can change until we are done, so that its messages keep their order.

    Raises `NotFound`.
    """
    await db.execute("SELECT id FROM events WHERE id = $1 FOR UPDATE", event_id)
    return await get(db, event_id)


async def get_by_slug(db: Connection, slug: str) -> Event:
    """The event. Raises `NotFound`."""
    event_id = await db.fetchval("SELECT id FROM events WHERE slug = $1", slug)
    return await get(db, event_id)


async def find_by_request_key(db: Connection, request_key: UUID) -> UUID | None:
    """The draft that this very form made already."""
    found: UUID | None = await db.fetchval("SELECT id FROM events WHERE request_key = $1", request_key)
    return found


async def insert(
    db: Connection,
    fields: EventFields,
    *,
    event_id: UUID,
    slug: str,
    organisation_id: UUID,
    status: EventStatus,
    changed_at: datetime,
    request_key: UUID | None = None,
) -> None:
    await db.execute(
        """
        INSERT INTO events (
            id, slug, organisation_id, status, version, sequence, changed_at, request_key, campaign_id,
            title, description, language, starts_at, ends_at, starts_on, ends_on, time_zone,
            recurrence, place_name, place_address, coordinates, online, join_details, conference,
            category, languages, facts, audience, takes_registrations, capacity, is_sold_out, wants_co_organisers
        )
        SELECT $1, $2, $3, $4, 1, 0, $5, $6, (SELECT c.id FROM campaigns AS c WHERE c.slug = $7 ->> 'campaign'),
               f.title, f.description, f.language, f.starts_at, f.ends_at, f.starts_on, f.ends_on, f.time_zone,
               f.recurrence, $7 -> 'place' ->> 'name', coalesce($7 -> 'place' ->> 'address', ''), f.coordinates,
               f.online, f.join_details, f.conference,
               f.category, f.languages, f.facts, f.audience, f.takes_registrations, f.capacity, f.is_sold_out,
               f.wants_co_organisers
        FROM jsonb_populate_record(NULL::events, $7) AS f
        """,
        event_id,
        slug,
        organisation_id,
        status,
        changed_at,
        request_key,
        fields,
    )


async def update(db: Connection, event_id: UUID, fields: EventFields, *, sequence: int, changed_at: datetime) -> None:
    await db.execute(
        """
        UPDATE events AS e
        SET version = e.version + 1, sequence = $2, changed_at = $3,
            campaign_id = (SELECT c.id FROM campaigns AS c WHERE c.slug = $4 ->> 'campaign'),
            title = f.title, description = f.description, language = f.language,
            starts_at = f.starts_at, ends_at = f.ends_at, starts_on = f.starts_on, ends_on = f.ends_on,
            time_zone = f.time_zone, recurrence = f.recurrence,
            place_name = $4 -> 'place' ->> 'name', place_address = coalesce($4 -> 'place' ->> 'address', ''),
            coordinates = f.coordinates,
            online = f.online, join_details = f.join_details, conference = f.conference,
            category = f.category, languages = f.languages, facts = f.facts, audience = f.audience,
            takes_registrations = f.takes_registrations, capacity = f.capacity, is_sold_out = f.is_sold_out,
            wants_co_organisers = f.wants_co_organisers
        FROM jsonb_populate_record(NULL::events, $4) AS f
        WHERE e.id = $1
        """,
        event_id,
        sequence,
        changed_at,
        fields,
    )


async def mark(db: Connection, event_id: UUID, status: EventStatus, *, sequence: int, changed_at: datetime) -> None:
    await db.execute(
        """
        UPDATE events
        SET status = $2, version = version + 1, sequence = $3, changed_at = $4, return_reason = NULL, return_note = ''
        WHERE id = $1
        """,
        event_id,
        status,
        sequence,
        changed_at,
    )


async def mark_returned(db: Connection, event_id: UUID, why: ReturnFields, *, changed_at: datetime) -> None:
    await db.execute(
        """
        UPDATE events
        SET status = 'returned', version = version + 1, changed_at = $2, return_reason = $3, return_note = $4
        WHERE id = $1
        """,
        event_id,
        changed_at,
        why.reason,
        why.note,
    )


async def mark_changed(db: Connection, event_id: UUID, *, changed_at: datetime) -> None:
    """Count a change of what belongs to the event but is stored beside it, such as its pictures."""
    await db.execute("UPDATE events SET version = version + 1, changed_at = $2 WHERE id = $1", event_id, changed_at)


async def mark_extended(db: Connection, event_id: UUID) -> None:
    """Count that a series has more dates now, which is no change for those who read it."""
    await db.execute("UPDATE events SET version = version + 1 WHERE id = $1", event_id)


async def list_of_organisation(db: Connection, organisation_id: UUID) -> list[Event]:
    """All its entries, what was changed last first."""
    ids = await db.fetch(
        "SELECT id FROM events WHERE organisation_id = $1 ORDER BY changed_at DESC LIMIT 500", organisation_id
    )
    return await load(db, [row["id"] for row in ids])


async def count_submitted(db: Connection) -> int:
    count: int = await db.fetchval("SELECT count(*) FROM events WHERE status = 'submitted'")
    return count


async def list_submitted(db: Connection) -> list[Event]:
    """The coordinator's queue, what has been waiting longest first."""
    ids = await db.fetch("SELECT id FROM events WHERE status = 'submitted' ORDER BY changed_at LIMIT 500")
    return await load(db, [row["id"] for row in ids])
