"""Put an edition together as readers of a language see it: on the web, by mail, on paper."""

from uuid import UUID

from msgspec.structs import replace

from services.notify.domain.composed_edition import ComposedContribution, ComposedEdition
from services.notify.domain.contribution import Contribution, ContributionState, StoredPicture
from services.notify.domain.edition import Edition
from services.notify.domain.edition_events import listed
from services.notify.tables import composed_editions, contribution_pictures, contributions, editions, events
from shared.database import Connection
from shared.messages.events import EventState


async def compose_edition(db: Connection, edition_id: UUID, language: str) -> ComposedEdition:
    """As it was when it began to be sent; before that, as it is now. Raises `NotFound`."""
    sent = await composed_editions.find_sent(db, edition_id, language)
    return sent or await compose_anew(db, await editions.get(db, edition_id), language)


async def shown_edition(db: Connection, edition: Edition, language: str) -> ComposedEdition:
    """As the web shows it: put right since it was sent, and without pictures that somebody has taken away."""
    shown = await composed_editions.find_shown(db, edition.id, language)
    if shown is None:
        return await compose_anew(db, edition, language)
    ids = [picture.id for each in shown.contributions for picture in each.pictures]
    return without_lost(shown, await contribution_pictures.list_known(db, ids))


def without_lost(edition: ComposedEdition, known: set[UUID]) -> ComposedEdition:
    remaining = [
        replace(
            each,
            logo=each.logo if each.logo and each.logo.id in known else None,
            photos=[photo for photo in each.photos if photo.id in known],
        )
        for each in edition.contributions
    ]
    return replace(edition, contributions=remaining)


async def compose_anew(db: Connection, edition: Edition, language: str) -> ComposedEdition:
    """As it is now."""
    accepted = [
        each for each in await contributions.list_of_edition(db, edition.id) if each.state is ContributionState.ACCEPTED
    ]
    pictures = await contribution_pictures.list_of_each(db, [each.id for each in accepted])
    return ComposedEdition(
        id=edition.id,
        slug=edition.slug,
        number=edition.number,
        language=language,
        text=edition.text_in(language),
        contributions=[composed(each, pictures.get(each.id, []), language) for each in accepted],
        events=listed(await coming(db, edition), edition.events, language),
        published_at=edition.published_at,
        corrected_at=edition.corrected_at,
    )


async def coming(db: Connection, edition: Edition) -> list[EventState]:
    first, last = edition.events.from_on, edition.events.until_on
    return await events.list_between(db, first, last) if first and last else []


def composed(contribution: Contribution, pictures: list[StoredPicture], language: str) -> ComposedContribution:
    text = contribution.text_in(language)
    return ComposedContribution(
        id=contribution.id,
        organisation_name=contribution.organisation_name,
        language=text.language,
        title=text.title,
        text=text.text,
        aim=text.aim,
        place=contribution.place,
        contact=contribution.contact,
        link=contribution.link,
        logo=next((each.as_shown for each in pictures if each.is_logo), None),
        photos=[each.as_shown for each in pictures if not each.is_logo],
    )
