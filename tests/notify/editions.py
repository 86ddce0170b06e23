"""Newsletter editions, and what organisations give to them."""

from datetime import date
from typing import Any
from uuid import UUID

from services.notify.domain.contribution import ContributionFields, ContributionState, ContributionTextFields
from services.notify.domain.edition import Edition, EditionFields, EditionTextFields, EventChoice, slug_of
from services.notify.tables import contributions, editions
from shared.database import Connection
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
