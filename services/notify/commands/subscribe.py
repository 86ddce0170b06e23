"""Somebody asks for the newsletter: a link goes to the address, and nothing else until it was confirmed there."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import structs

from services.notify.domain.mail import MailKind, NewMail, SubscriberVariables
from services.notify.domain.subscriber import Choices, Subscriber, Subscription
from services.notify.tables import mails, subscribers
from shared.database import Connection
from shared.sessions import new_token


async def subscribe(db: Connection, subscription: Subscription) -> None:
    await ask(db, subscription.email, subscription)


async def ask(db: Connection, email: str, choices: Choices, *, replaces_id: UUID | None = None) -> None:
    """What those have who get it already stays as it is: who asks may be anybody."""
    now = datetime.now(UTC)
    subscriber = await subscribers.insert_or_lock(db, email, choices, token=new_token(), now=now)
    if not subscriber.is_active:
        await subscribers.change(db, subscriber.id, choices)
        await subscribers.mark_pending(db, subscriber.id, email=email, replaces_id=replaces_id, now=now)
        subscriber = structs.replace(subscriber, email=email, language=choices.language)
    if subscriber.may_be_mailed_a_link(now):
        await subscribers.mark_link_mailed(db, subscriber.id, now=now)
        await mails.insert(db, link_for(subscriber, now))


def link_for(subscriber: Subscriber, now: datetime) -> NewMail:
    kind = MailKind.SUBSCRIPTION_CHANGED if subscriber.is_active else MailKind.SUBSCRIPTION_PENDING
    return NewMail(
        cause=f"{kind}:{subscriber.id}:{now.isoformat()}",
        kind=kind,
        recipient=subscriber.email,
        recipient_name="",
        language=subscriber.language,
        subscriber_id=subscriber.id,
        variables=SubscriberVariables(),
    )
