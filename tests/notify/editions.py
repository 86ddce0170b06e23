"""Newsletter editions, and what organisations give to them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec import structs

from services.notify.domain.composed_edition import ComposedContribution, ComposedEdition
from services.notify.domain.contribution import (
    ContributionFields,
    ContributionState,
    ContributionTextFields,
    Picture,
)
from services.notify.domain.edition import (
    Edition,
    EditionFields,
    EditionState,
    EditionText,
    EditionTextFields,
    EventChoice,
    slug_of,
)
from services.notify.domain.edition_events import listed
from services.notify.domain.mail import MailKind
from services.notify.emails.edition_samples import READER
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.messages.events import EventState
from shared.picture_files import PictureSize, StoredFile
from tests.notify.given import ORGANISATION

OCTOBER = EventChoice(from_on=date(2099, 10, 1), until_on=date(2099, 10, 31))


async def an_edition(db: Connection, **changes: Any) -> Edition:
    """In preparation, in German and Ukrainian, with the events of October 2099."""
    words = {"title": "Herbst in Witten", "welcome": "Guten Tag!", "notices": "Das Büro ist zu.\n\nWir ziehen um."}
    fields = EditionFields(**{**words, "language": "de", "events": OCTOBER, **changes})
    number = await editions.lock_next_number(db)
    edition_id = await editions.insert(db, fields, number=number, slug=slug_of(fields.title, number))
    await editions.keep_text(db, edition_id, "uk", EditionTextFields(title="Осінь у Віттені", welcome="Вітаємо!"))
    return await editions.get(db, edition_id)


async def a_contribution(
    db: Connection,
    edition_id: UUID,
    *,
    organisation_id: UUID = ORGANISATION,
    state: ContributionState = ContributionState.ACCEPTED,
    **changes: Any,
) -> UUID:
    """In German and Arabic."""
    fields = {
        "title": "Nähcafé eröffnet",
        "text": "Seit Mai nähen wir zusammen.",
        "aim": "Sich kennenlernen",
        "place": "Haus der Jugend",
        "contact": "Frau Kaya, 02302 123",
        "link": "https://awo.example/naehcafe",
    }
    made = ContributionFields(**{**fields, **changes})
    contribution_id = await contributions.insert(db, edition_id, organisation_id, made)
    arabic = ContributionTextFields(title="افتتاح مقهى الخياطة", text="نخيط معًا منذ شهر مايو.")
    await contributions.keep_text(db, contribution_id, "ar", arabic)
    await contributions.mark_state(db, contribution_id, state)
    return contribution_id


def edition_mails(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    """What is mailed about an edition and as one, with the event's words wherever people type some."""
    call: dict[str, object] = {"edition": a_call(event.title, call_closes_on=date(2099, 9, 1))}
    yield MailKind.CONTRIBUTIONS_ASKED_FOR, call
    yield MailKind.CONTRIBUTION_DEADLINE, call
    yield MailKind.EDITION, {"edition": a_composed_edition(event), "subscriber": READER}


def a_call(words: str, **changes: Any) -> Edition:
    made = {
        "id": uuid4(),
        "number": 7,
        "slug": "7-herbst",
        "state": EditionState.PREPARING,
        "version": 1,
        "language": "de",
        "call_note": f"{words}\nDanke & Gruß",
        "called_at": datetime.now(UTC),
        "reminded_at": None,
        "takes_late": False,
        "events": OCTOBER,
        "published_at": None,
        "corrected_at": None,
        "texts": [EditionText(language="de", title=words)],
    }
    return Edition(**{**made, **changes})


def a_composed_edition(event: EventState) -> ComposedEdition:
    """With one contribution, and the event in the list."""
    # What people may write on several lines they did write on one.
    words, prose = event.title, " ".join(event.title.split())
    contribution = ComposedContribution(
        id=uuid4(),
        organisation_name=words,
        language="uk",
        title=words,
        text=f"{prose}\n\nДалі буде. " * 40,
        aim=words,
        place=words,
        contact=words,
        link="https://awo.example",
        logo=a_picture(words),
        photos=[a_picture(words), a_picture("Noch eins")],
    )
    return ComposedEdition(
        id=uuid4(),
        slug="7-herbst",
        number=7,
        language="de",
        text=EditionText(language="de", title=words, welcome=f"{prose}\n\nGruß", notices=f"{prose}\n\nZu"),
        contributions=[contribution, structs.replace(contribution, photos=[], text="Kurz")],
        events=listed([event], OCTOBER, "de"),
    )


def a_picture(alt: str) -> Picture:
    file = StoredFile(media_type="image/jpeg", width=480, height=320, size_bytes=40_000, sha256="0" * 64)
    return Picture(id=uuid4(), alt=alt, credit="Olena K.", files=dict.fromkeys(PictureSize, file))
