"""Queue the link that a member asked for."""

from services.notify.domain.mail import LoginVariables, MailKind, NewMail
from services.notify.tables import mails
from shared.database import Connection
from shared.messages.events_facts import LoginRequested


async def queue_login(db: Connection, request: LoginRequested) -> None:
    await mails.insert(
        db,
        NewMail(
            cause=f"{request.topic}:{request.fact_id}",
            kind=MailKind.LOGIN,
            recipient=request.email,
            recipient_name=request.name,
            language=request.language,
            variables=LoginVariables(member_id=request.member_id, link=request.link, expires_at=request.expires_at),
        ),
    )
