"""Each mail brings a link to the page of the people it goes to; this makes the links."""

from datetime import UTC, datetime
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from services.registration.domain.person import key_proven_by_mail
from services.registration.tables import access_links
from shared.database import Connection
from shared.messages.registration import RegistrationFact
from shared.sessions import digest_of, new_token

F = TypeVar("F", bound=RegistrationFact)


class Links(Struct, Generic[F], frozen=True):
    """The facts, each with a new link, and the digests of the links' tokens, in the same order."""

    facts: list[F]
    digests: list[str]


async def linked(db: Connection, facts: list[F], *, base_url: str) -> list[F]:
    """The facts, each with a new link: of its token we store the digest alone, so no older link can be said again."""
    made = make_links(facts, base_url=base_url)
    await keep_links(db, made)
    return made.facts


def make_links(facts: list[F], *, base_url: str) -> Links[F]:
    tokens = [new_token() for _ in facts]
    now = datetime.now(UTC)
    return Links(
        [
            replace(fact, link=f"{base_url}/registrations/{token}", said_at=now)
            for token, fact in zip(tokens, facts, strict=True)
        ],
        [digest_of(token) for token in tokens],
    )


async def keep_links(db: Connection, made: Links[F]) -> None:
    """Let them open what they are about."""
    await access_links.insert_many(
        db,
        {digest: fact.registration_id for digest, fact in zip(made.digests, made.facts, strict=True)},
        sent_to=[key_proven_by_mail(fact.email) for fact in made.facts],
    )
