"""What organisations give to newsletter editions."""

from uuid import UUID, uuid4

from services.notify.domain.contribution import (
    Contribution,
    ContributionFields,
    ContributionState,
    ContributionTextFields,
)
from shared.database import Connection, many, one
from shared.messages.events import OrganisationState
from shared.problems import NotFound

SELECT = """
    SELECT c.id, c.edition_id, c.organisation_id, coalesce(o.state ->> 'name', '') AS organisation_name,
           c.position, c.state, c.version, c.language, c.place, c.contact, c.link,
           (
               SELECT jsonb_agg(to_jsonb(t) ORDER BY t.language <> c.language, t.language)
               FROM contribution_texts AS t
               WHERE t.contribution_id = c.id
           ) AS texts
    FROM contributions AS c
    LEFT JOIN copies AS o ON o.topic = $1 AND o.id = c.organisation_id
"""


async def insert(db: Connection, edition_id: UUID, organisation_id: UUID, fields: ContributionFields) -> UUID:
    """Behind those that are there."""
    contribution_id = uuid4()
    await db.execute(
        """
        INSERT INTO contributions (id, edition_id, organisation_id, language, place, contact, link, position)
        SELECT $1, $2, $3, $4, $5, $6, $7, count(*) + 1
        FROM contributions
        WHERE edition_id = $2
        """,
        contribution_id,
        edition_id,
        organisation_id,
        fields.language,
        fields.place,
        fields.contact,
        fields.link,
    )
    await keep_text(db, contribution_id, fields.language, fields)
    return contribution_id


async def update(db: Connection, contribution_id: UUID, fields: ContributionFields) -> bool:
    """False when it has changed since the version that the fields name."""
    row = await db.fetchrow(
        """
        UPDATE contributions
        SET version = version + 1, language = $3, place = $4, contact = $5, link = $6
        WHERE id = $1 AND version = $2
        RETURNING id
        """,
        contribution_id,
        fields.version,
        fields.language,
        fields.place,
        fields.contact,
        fields.link,
    )
    if row is None:
        return False
    await keep_text(db, contribution_id, fields.language, fields)
    return True


async def mark_changed(db: Connection, contribution_id: UUID, *, version: int) -> bool:
    """False when it has changed since this version."""
    row = await db.fetchrow(
        "UPDATE contributions SET version = version + 1 WHERE id = $1 AND version = $2 RETURNING id",
        contribution_id,
        version,
    )
    return row is not None


async def keep_text(db: Connection, contribution_id: UUID, language: str, fields: ContributionTextFields) -> None:
    await db.execute(
        """
        INSERT INTO contribution_texts (contribution_id, language, title, text, aim)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (contribution_id, language) DO UPDATE
        SET title = excluded.title, text = excluded.text, aim = excluded.aim
        """,
        contribution_id,
        language,
        fields.title,
        fields.text,
        fields.aim,
    )


async def delete_text(db: Connection, contribution_id: UUID, language: str) -> None:
    await db.execute(
        "DELETE FROM contribution_texts WHERE contribution_id = $1 AND language = $2", contribution_id, language
    )


async def get(db: Connection, contribution_id: UUID) -> Contribution:
    """Raises `NotFound`."""
    found = one(await db.fetchrow(SELECT + "WHERE c.id = $2", OrganisationState.topic, contribution_id), Contribution)
    if found is None:
        raise NotFound("contribution")
    return found


async def lock(db: Connection, contribution_id: UUID) -> None:
    """Nobody else adds, moves or takes away its pictures until the transaction ends."""
    await db.execute("SELECT id FROM contributions WHERE id = $1 FOR NO KEY UPDATE", contribution_id)


async def list_of_edition(db: Connection, edition_id: UUID) -> list[Contribution]:
    """All of them in their order."""
    rows = await db.fetch(
        SELECT + "WHERE c.edition_id = $2 ORDER BY c.position, c.id", OrganisationState.topic, edition_id
    )
    return many(rows, Contribution)


async def list_of_organisation(db: Connection, organisation_id: UUID) -> list[Contribution]:
    """In all editions."""
    rows = await db.fetch(
        SELECT + "WHERE c.organisation_id = $2 ORDER BY c.position, c.id", OrganisationState.topic, organisation_id
    )
    return many(rows, Contribution)


async def mark_state(db: Connection, contribution_id: UUID, state: ContributionState) -> None:
    await db.execute("UPDATE contributions SET state = $2 WHERE id = $1", contribution_id, state)


async def put_in_order(db: Connection, contribution_ids: list[UUID]) -> None:
    await db.execute(
        "UPDATE contributions SET position = array_position($1::uuid[], id) WHERE id = ANY($1::uuid[])",
        contribution_ids,
    )


async def delete(db: Connection, contribution_id: UUID) -> None:
    await db.execute("DELETE FROM contributions WHERE id = $1", contribution_id)
