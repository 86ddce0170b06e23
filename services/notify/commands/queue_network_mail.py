"""Queue the mails about what happened between the organisations: one for each who should know, once for each fact."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from services.notify.domain.mail import MailKind, NetworkVariables, NewMail
from services.notify.tables import mails, members
from shared import copies
from shared.database import Connection
from shared.messages import Fact
from shared.messages.events import MemberState, OrganisationState
from shared.messages.events_facts import ApplicationRefused, MemberInvited
from shared.problems import NotFound


async def queue_for_person(db: Connection, kind: MailKind, fact: MemberInvited | ApplicationRefused) -> None:
    """For the one who is named in the fact, and who does not log in here yet."""
    await mails.insert(
        db,
        NewMail(
            cause=f"{fact.topic}:{fact.fact_id}",
            kind=kind,
            recipient=fact.email,
            recipient_name=fact.name,
            language=fact.language,
            variables=NetworkVariables(fact=msgspec.to_builtins(fact)),
        ),
    )


async def queue_for_coordinators(db: Connection, kind: MailKind, fact: Fact) -> None:
    """Raises `NotFound` while we know of no coordinator: somebody has to hear it."""
    coordinators = await members.list_coordinators(db)
    if not coordinators:
        raise NotFound("member")
    await queue_for_members(db, kind, fact, coordinators)


async def queue_for_organisation(db: Connection, kind: MailKind, fact: Fact, organisation_id: UUID) -> None:
    """Raises `NotFound` while we have not heard of the organisation; one without members is told nothing."""
    if await copies.find(db, OrganisationState, organisation_id) is None:
        raise NotFound("organisation")
    await queue_for_members(db, kind, fact, await members.list_of_organisation(db, organisation_id))


async def queue_for_members(db: Connection, kind: MailKind, fact: Fact, readers: Iterable[MemberState]) -> None:
    variables = msgspec.to_builtins(fact)
    new = [
        NewMail(
            cause=f"{fact.topic}:{fact.fact_id}:{reader.id}",
            kind=kind,
            recipient=reader.email,
            recipient_name=reader.name,
            language=reader.language,
            variables=NetworkVariables(fact=variables, member_id=reader.id),
        )
        for reader in readers
    ]
    await mails.insert(db, *new)
