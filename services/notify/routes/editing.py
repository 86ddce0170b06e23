"""What of a newsletter edition the caller may change: a partner its own contributions in time, a coordinator all."""

from typing import Any
from uuid import UUID

from litestar import Response
from msgspec import Struct, structs

from services.notify.domain.contribution import Contribution
from services.notify.domain.edition import CallClosed, ChangedMeanwhile, Edition, takes_contributions
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.problems import Invalid, NotFound
from shared.translations import LANGUAGES, Language
from shared.web import Request, form_for, page, principal_of, today_of


def may_contribute(request: Request, edition: Edition) -> bool:
    """Coordinators always may: what they change once it was sent puts the web edition right."""
    return principal_of(request).is_coordinator or takes_contributions(edition, today_of(request))


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


def to_send_again(typed: dict[str, Any], problem: Invalid, *, version: int) -> dict[str, Any]:
    """What was typed; it may replace what somebody else has written meanwhile, now that its author was told so."""
    return typed | {"version": version} if isinstance(problem, ChangedMeanwhile) else typed


def translation_page(
    request: Request,
    template: str,
    translated: Contribution | Edition,
    code: str,
    fields: type[Struct],
    typed: dict[str, Any] | None = None,
    problem: Invalid | None = None,
) -> Response[str]:
    """The form for the words in one more language. Raises `NotFound` for a language that is none."""
    into = translation_of(code, original=translated.language)
    own = next((text for text in translated.texts if text.language == code), None)
    stored = {"version": translated.version} | (structs.asdict(own) if own else {})
    return page(
        request,
        template,
        translated=translated,
        into=into,
        is_there=own is not None,
        form=form_for(request, fields, stored if typed is None else typed, problem),
    )


def other_languages(original: str) -> list[Language]:
    return [each for each in LANGUAGES if each.code != original]


def translation_of(code: str, *, original: str) -> Language:
    """The language to write a translation in. Raises `NotFound`."""
    found = next((each for each in other_languages(original) if each.code == code), None)
    if found is None:
        raise NotFound("language")
    return found
