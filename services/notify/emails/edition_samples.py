"""An edition as it may be, to look at: nothing in it is anybody's."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.notify.domain.composed_edition import ComposedContribution, ComposedEdition, ComposedEvent
from services.notify.domain.edition import Edition, EditionState, EditionText, EventChoice
from services.notify.domain.mail import MailKind
from services.notify.domain.subscriber import Subscriber, SubscriberState
from shared.messages.event_details import Place

NOW = datetime(2027, 9, 13, 9, tzinfo=UTC)
ID = UUID("8d5b1f0c-6a3e-4d5f-9b7a-2c1e0f3a4b5d")
LINK = "https://calendar.example/a-link-of-their-own"
ORGANISATION = "Nachbarschaftshaus"
TEXT = EditionText(
    language="de",
    title="Herbst in der Nachbarschaft",
    welcome="Guten Tag,\n\ndraußen wird es kühler, und in unseren Häusern brennt Licht.",
    notices="Das Büro ist am Freitag geschlossen.",
)
CALL = Edition(
    id=ID,
    number=12,
    slug="12-herbst",
    state=EditionState.PREPARING,
    version=1,
    language="de",
    call_note="Diesmal gern über Nachbarinnen und Nachbarn, die etwas Neues angefangen haben.",
    call_closes_on=date(2027, 9, 10),
    called_at=datetime(2027, 8, 20, 9, tzinfo=UTC),
    reminded_at=None,
    takes_late=False,
    events=EventChoice(),
    published_at=None,
    corrected_at=None,
    texts=[TEXT],
)
COMPOSED = ComposedEdition(
    id=ID,
    slug=CALL.slug,
    number=CALL.number,
    language="de",
    text=TEXT,
    contributions=[
        ComposedContribution(
            id=ID,
            organisation_name=ORGANISATION,
            language="de",
            title="Das Nähcafé hat eine eigene Werkstatt",
            text="Seit Mai nähen wir jeden Dienstag zusammen. Wer noch nie genäht hat, ist herzlich willkommen.",
            aim="",
            place="",
            contact="",
            link=None,
            logo=None,
            photos=[],
        )
    ],
    events=[
        ComposedEvent(
            title="Sprachcafé im Nachbarschaftshaus",
            language="de",
            organisation_name=ORGANISATION,
            url="https://calendar.example/events/cafe",
            starts_at=datetime(2027, 9, 28, 18),  # noqa: DTZ001 - a wall time
            ends_at=datetime(2027, 9, 28, 20),  # noqa: DTZ001 - a wall time
            starts_on=None,
            ends_on=None,
            time_zone="Europe/Berlin",
            repeats=True,
            place=Place(name=ORGANISATION, address="Ruhrstraße 1, Witten"),
            online=False,
        )
    ],
)

READER = Subscriber(
    id=ID,
    email="",
    address_key="",
    language="de",
    state=SubscriberState.ACTIVE,
    token="a-link-of-their-own",  # noqa: S106 - shown as a sample
    asked_at=NOW,
)

EDITION_SAMPLES: dict[MailKind, dict[str, object]] = {
    MailKind.CONTRIBUTIONS_ASKED_FOR: {"edition": CALL},
    MailKind.CONTRIBUTION_DEADLINE: {"edition": CALL},
    MailKind.EDITION: {"edition": COMPOSED, "subscriber": READER},
}
