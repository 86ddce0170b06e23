"""The operator's words in place of ours."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.notify.domain.own_text import OwnText
from shared.database import Connection, many


async def list_all(db: Connection) -> list[OwnText]:
    return many(await db.fetch("SELECT sentence, language, forms FROM texts ORDER BY sentence, language"), OwnText)


async def keep(db: Connection, language: str, new: Mapping[str, Sequence[str]], *, by: UUID | None) -> None:
    """These sentences say this in the language from now on; what says nothing goes back to our words."""
    await db.execute(
        "DELETE FROM texts WHERE language = $1 AND sentence = ANY($2)",
        language,
        [each for each in new if not new[each]],
    )
    await db.executemany(
        """
        INSERT INTO texts (sentence, language, forms, changed_by)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (sentence, language) DO UPDATE
        SET forms = excluded.forms, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        WHERE texts.forms <> excluded.forms
        """,
        [(sentence, language, list(forms), by) for sentence, forms in new.items() if forms],
    )
