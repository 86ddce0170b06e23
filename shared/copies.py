"""A service's own copy of what the others own, kept from their states."""

from typing import TypeVar
from uuid import UUID

import msgspec

from shared.database import Connection
from shared.messages import State
from shared.messages.events import OrganisationState

S = TypeVar("S", bound=State)


class Stale(Exception):
    """The message tells what we know already: done, not failed."""


async def keep(db: Connection, state: S) -> S | None:
    """Keep the state if it is newer than our copy, and give back what stood there before.

    Raises `Stale` when our copy is as new or newer: then there is nothing to do.
    """
    row = await db.fetchrow(
        """
        INSERT INTO copies (topic, id, version, state)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (topic, id) DO UPDATE
        SET version = excluded.version, state = excluded.state
        WHERE copies.version < excluded.version
        RETURNING old.state AS before
        """,
        state.topic,
        state.id,
        state.version,
        state,
    )
    if row is None:
        raise Stale
    return None if row["before"] is None else msgspec.convert(row["before"], type(state))


async def find(db: Connection, state_type: type[S], state_id: UUID) -> S | None:
    state = await db.fetchval("SELECT state FROM copies WHERE topic = $1 AND id = $2", state_type.topic, state_id)
    return None if state is None else msgspec.convert(state, state_type)


async def find_many(db: Connection, state_type: type[S], state_ids: list[UUID]) -> dict[UUID, S]:
    """Those of the asked-for states that we know, by id."""
    rows = await db.fetch("SELECT id, state FROM copies WHERE topic = $1 AND id = ANY($2)", state_type.topic, state_ids)
    return {row["id"]: msgspec.convert(row["state"], state_type) for row in rows}


async def list_of_organisation(db: Connection, state_type: type[S], organisation_id: UUID) -> list[S]:
    rows = await db.fetch(
        "SELECT state FROM copies WHERE topic = $1 AND state ->> 'organisation_id' = $2::text",
        state_type.topic,
        str(organisation_id),
    )
    return [msgspec.convert(row["state"], state_type) for row in rows]


async def find_by_token(db: Connection, digest: str) -> OrganisationState | None:
    """The organisation one of whose tokens has this digest."""
    state = await db.fetchval(
        "SELECT state FROM copies WHERE topic = $1 AND state -> 'tokens' @> $2",
        OrganisationState.topic,
        [{"digest": digest}],
    )
    return None if state is None else msgspec.convert(state, OrganisationState)
