"""Queue a mail to people who log in here, but for those who do not want such mails."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from msgspec import Struct

from services.notify.domain.mail import MailKind, MemberVariables, NewMail
from services.notify.tables import mails, unwanted_mails
from shared.database import Connection
from shared.messages.events import MemberState


async def queue_member_mail(
    db: Connection,
    kind: MailKind,
    readers: Iterable[MemberState],
    *,
    cause: str,
    said: Struct | None = None,
    event_id: UUID | None = None,
) -> None:
    """One for each reader and cause; `said` is what its writer needs to know."""
    unwilling = await unwanted_mails.list_members(db, kind)
    new = [
        NewMail(
            cause=f"{kind}:{cause}:{reader.id}",
            kind=kind,
            recipient=reader.email,
            recipient_name=reader.name,
            language=reader.language,
            event_id=event_id,
            variables=MemberVariables(member_id=reader.id, said=msgspec.to_builtins(said) or {}),
        )
        for reader in readers
        if reader.id not in unwilling
    ]
    await mails.insert(db, *new)
