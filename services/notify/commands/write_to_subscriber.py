"""What is written to those who get the newsletter, the weekly digest or both, or may want to."""

from services.notify.domain.letter import Letter, NoLongerTrue
from services.notify.domain.mail import DueMail, MailKind
from services.notify.domain.subscriber import Subscriber
from services.notify.tables import subscribers
from shared.database import Connection
from shared.translations import N_


async def write_link(db: Connection, mail: DueMail) -> Letter:
    """The link to their page, with which they confirm that they want it, or change what they get."""
    subscriber = await subscriber_of(db, mail)
    if subscriber.is_active is not (mail.kind is MailKind.SUBSCRIPTION_CHANGED):
        raise NoLongerTrue(N_("The subscription has moved on meanwhile."))
    return Letter(context={"subscriber": subscriber})


async def subscriber_of(db: Connection, mail: DueMail) -> Subscriber:
    """Raises `NoLongerTrue` when they are gone."""
    subscriber = await subscribers.find(db, mail.subscriber_id) if mail.subscriber_id else None
    if subscriber is None:
        raise NoLongerTrue(N_("There is no such subscription any more."))
    return subscriber


async def active_subscriber_of(db: Connection, mail: DueMail) -> Subscriber:
    """Raises `NoLongerTrue` when they have unsubscribed meanwhile."""
    subscriber = await subscriber_of(db, mail)
    if not subscriber.is_active:
        raise NoLongerTrue(N_("The person has unsubscribed meanwhile."))
    return subscriber
