"""What organisations answered to the questions of a campaign, entry by entry."""

from uuid import UUID

from shared.database import Connection


async def of_event(db: Connection, event_id: UUID) -> dict[UUID, str]:
    """The answers by question."""
    rows = await db.fetch("SELECT question_id, answer FROM campaign_answers WHERE event_id = $1", event_id)
    return {row["question_id"]: row["answer"] for row in rows}


async def of_events(db: Connection, event_ids: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    """The answers by event and question."""
    rows = await db.fetch(
        "SELECT event_id, question_id, answer FROM campaign_answers WHERE event_id = ANY($1)", event_ids
    )
    found: dict[UUID, dict[UUID, str]] = {}
    for row in rows:
        found.setdefault(row["event_id"], {})[row["question_id"]] = row["answer"]
    return found


async def replace(db: Connection, event_id: UUID, question_ids: list[UUID], answers: dict[UUID, str]) -> None:
    """Let these be the answers to these questions; those to other questions stay."""
    await db.execute(
        "DELETE FROM campaign_answers WHERE event_id = $1 AND question_id = ANY($2)", event_id, question_ids
    )
    await db.executemany(
        "INSERT INTO campaign_answers (event_id, question_id, answer) VALUES ($1, $2, $3)",
        [(event_id, question_id, answer) for question_id, answer in answers.items()],
    )
