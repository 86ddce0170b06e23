"""What goes to subscribers as it may be, to look at: nothing in it is anybody's."""

from datetime import UTC, datetime
from uuid import UUID

from services.notify.domain.composed_edition import ComposedEvent
from services.notify.domain.mail import MailKind
from services.notify.domain.subscriber import Subscriber, SubscriberState
from services.notify.domain.weekly_digest import DigestEntry
from shared.messages.event_details import Place

SUBSCRIBER = Subscriber(
    id=UUID("8d5b1f0c-6a3e-4d5f-9b7a-2c1e0f3a4b5d"),
    email="ada@people.example",
    address_key="ada@people.example",
    language="de",
    state=SubscriberState.ACTIVE,
    token="a-link-of-their-own",  # noqa: S106 - shown as a sample
    asked_at=datetime(2027, 5, 3, 9, tzinfo=UTC),
)
EVENT = ComposedEvent(
    title="Sprachcafé im Nachbarschaftshaus",
    language="de",
    organisation_name="Nachbarschaftshaus",
    url="https://calendar.example/events/cafe",
    starts_at=datetime(2027, 5, 31, 18),  # noqa: DTZ001 - a wall time
    ends_at=datetime(2027, 5, 31, 20),  # noqa: DTZ001 - a wall time
    starts_on=None,
    ends_on=None,
    time_zone="Europe/Berlin",
    repeats=True,
    place=Place(name="Nachbarschaftshaus", address="Ruhrstraße 1, Witten"),
    online=False,
)
ENTRY = DigestEntry(shown=EVENT, sign_up_path="/register/cafe")
SUBSCRIBER_SAMPLES: dict[MailKind, dict[str, object]] = {
    MailKind.SUBSCRIPTION_PENDING: {"subscriber": SUBSCRIBER},
    MailKind.SUBSCRIPTION_CHANGED: {"subscriber": SUBSCRIBER},
    MailKind.WEEKLY_DIGEST: {"subscriber": SUBSCRIBER, "entries": [ENTRY], "has_more": True},
}
