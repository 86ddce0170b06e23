"""Keep the operator's words for a mail in one language."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.notify.domain.own_text import Sentence, checked
from services.notify.tables import texts
from shared.database import Connection


async def keep_texts(
    db: Connection, language: str, typed: Mapping[Sentence, Sequence[str]], *, by: UUID | None
) -> None:
    """Where all forms are empty our words come back. Raises `Invalid` naming what keeps a text from being used."""
    own = {sentence.singular: forms for sentence, forms in checked(typed).items()}
    await texts.keep(db, language, own, by=by)
