"""An edition for one reader: the same for all who read its language, but for the links to their own page."""

from uuid import UUID

import msgspec
from msgspec import Struct, structs

from services.notify.commands.write_to_subscriber import active_subscriber_of
from services.notify.domain.composed_edition import ComposedEdition
from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail
from services.notify.tables import composed_editions
from shared.database import Connection
from shared.problems import NotFound
from shared.sessions import new_token
from shared.translations import N_

# What was begun to be sent never changes: it is read once for thousands of mails.
MOST_KEPT = 16
# Stands for each reader's token in words that are written once; nobody can type it.
ANY_TOKEN = new_token()
kept: dict[tuple[UUID, str], ComposedEdition] = {}


class ForReaders(Struct, frozen=True, kw_only=True):
    edition_id: UUID


async def write_edition(db: Connection, mail: DueMail) -> Letter:
    subscriber = await active_subscriber_of(db, mail)
    if not subscriber.wants_editions:
        raise NoLongerTrue(N_("The person has unsubscribed meanwhile."))
    edition = await sent_edition(db, msgspec.convert(mail.variables, ForReaders).edition_id, mail.language)
    return Letter(
        context={"edition": edition, "subscriber": structs.replace(subscriber, token=ANY_TOKEN)},
        unsubscribe_url=subscriber.end_path,
        for_many=edition.id,
        own={ANY_TOKEN: subscriber.token},
    )


async def sent_edition(db: Connection, edition_id: UUID, language: str) -> ComposedEdition:
    """Raises `NotFound`."""
    found = kept.get((edition_id, language)) or await composed_editions.find_sent(db, edition_id, language)
    if found is None:
        raise NotFound("edition")
    if len(kept) >= MOST_KEPT:
        kept.clear()
    return kept.setdefault((edition_id, language), found)
