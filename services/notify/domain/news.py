"""What partners and coordinators are told when an entry moves on."""

from datetime import datetime, timedelta

from services.notify.domain.mail import MailKind
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus

# A service built anew reads states from years back: what is older is history, not news.
NEWS_AGE = timedelta(days=1)


def news_of(before: EventState | None, event: EventState, now: datetime) -> MailKind | None:
    """The kind of mail this state is a reason for; None when it says nothing new to partners or coordinators."""
    if before is None and now - event.changed_at > NEWS_AGE:
        return None
    if before is not None and standing(before) == standing(event):
        return None
    match event.status:
        case EventStatus.SUBMITTED:
            return MailKind.EVENT_SUBMITTED
        case EventStatus.RETURNED:
            return MailKind.EVENT_RETURNED
        case EventStatus.PUBLISHED if before is None or before.status not in PUBLIC_STATUSES:
            return MailKind.EVENT_PUBLISHED
    return None


def standing(event: EventState) -> object:
    """Where an entry stands; a second return for another reason is news, since the states between may go unheard."""
    return event.status, event.returned if event.status is EventStatus.RETURNED else None
