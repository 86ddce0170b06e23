"""What of a newsletter edition the caller may change: a partner its own contributions in time, a coordinator all."""

from datetime import date, datetime
from uuid import UUID

from services.notify.domain.contribution import Contribution
from services.notify.domain.edition import CallClosed, Edition, takes_contributions
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.problems import Invalid, NotFound, Unauthenticated, invalid
from shared.sessions import Principal
from shared.translations import LANGUAGES, N_, Language
from shared.web import Request


def principal_of(request: Request) -> Principal:
    """Who asks; routes for members only let nobody else come so far."""
    if request.user is None:
        raise Unauthenticated
    return request.user


def today(request: Request) -> date:
    """By the clocks in the network's city."""
    return datetime.now(request.app.state.settings.zone).date()


def may_contribute(request: Request, edition: Edition) -> bool:
    """Coordinators always may: what they change once it was sent puts the web edition right."""
    return principal_of(request).is_coordinator or takes_contributions(edition, today(request))


async def get_open_edition(request: Request, db: Connection, edition_id: UUID) -> Edition:
    """The edition, if the caller may contribute to it. Raises `NotFound`, `CallClosed`."""
    edition = await editions.get(db, edition_id)
    if not may_contribute(request, edition):
        raise CallClosed
    return edition


async def get_own(request: Request, db: Connection, contribution_id: UUID) -> Contribution:
    """The contribution, if the caller may see it; others need not know that it is there. Raises `NotFound`."""
    by = principal_of(request)
    contribution = await contributions.get(db, contribution_id)
    if contribution.organisation_id != by.organisation_id and not by.is_coordinator:
        raise NotFound("contribution")
    return contribution


async def get_changeable(request: Request, db: Connection, contribution_id: UUID) -> Contribution:
    """The contribution, if the caller may still change it. Raises `NotFound`, `CallClosed`."""
    contribution = await get_own(request, db, contribution_id)
    await get_open_edition(request, db, contribution.edition_id)
    return contribution


def somebody_was_faster() -> Invalid:
    """What was typed can be looked at and sent again."""
    return invalid("", N_("Somebody has changed this meanwhile. Save again if yours is to replace theirs."))


def other_languages(original: str) -> list[Language]:
    return [each for each in LANGUAGES if each.code != original]


def translation_of(code: str, *, original: str) -> Language:
    """The language to write a translation in. Raises `NotFound`."""
    found = next((each for each in other_languages(original) if each.code == code), None)
    if found is None:
        raise NotFound("language")
    return found
