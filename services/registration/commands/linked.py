"""Each mail brings a link to the page of the people it goes to; this makes the links."""

from datetime import UTC, datetime
from typing import TypeVar

from msgspec.structs import replace

from services.registration.domain.person import key_proven_by_mail
from services.registration.tables import access_links
from shared.database import Connection
from shared.messages.registration import RegistrationFact
from shared.sessions import digest_of, new_token

F = TypeVar("F", bound=RegistrationFact)


async def linked(db: Connection, facts: list[F], *, base_url: str) -> list[F]:
    """The facts, each with a new link: of its token we store the digest alone, so no older link can be said again."""
    tokens = [new_token() for _ in facts]
    await access_links.insert_many(
        db,
        {digest_of(token): fact.registration_id for token, fact in zip(tokens, facts, strict=True)},
        sent_to=[key_proven_by_mail(fact.email) for fact in facts],
    )
    now = datetime.now(UTC)
    return [
        replace(fact, link=f"{base_url}/registrations/{token}", said_at=now)
        for token, fact in zip(tokens, facts, strict=True)
    ]
