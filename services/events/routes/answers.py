"""Answers that are the same for everybody: they may be kept, asked for again by their tag, and read by other sites."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from litestar import Response

from services.events.domain.selection import Selection
from services.events.feeds.shelf import Shelf
from services.events.routes.feeds import MAX_AGE_SECONDS, is_known
from shared.problems import NotFound, Unavailable
from shared.web import Request


def same_for_all(
    request: Request, body: bytes, media_type: str, *, last_modified: datetime, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """The body, or 304 when the caller has it (RFC 9110, 13)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    sent = {
        "ETag": etag,
        "Last-Modified": format_datetime(last_modified.replace(microsecond=0), usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Access-Control-Allow-Origin": "*",
    } | (headers or {})
    if is_known(request, etag, last_modified):
        return Response(b"", status_code=304, headers=sent, media_type=media_type)
    return Response(body, headers=sent, media_type=media_type)


def complete_shelf(request: Request) -> Shelf:
    """The public calendar in memory. Raises `Unavailable` while we have not heard of everything yet."""
    shelf: Shelf = request.app.state.shelf
    if not shelf.is_complete:
        raise Unavailable
    return shelf


def name_of(shelf: Shelf, selection: Selection) -> str:
    """What a list of these events is called. Raises `NotFound` for an organisation or a campaign that is not there."""
    name = shelf.settings.network_name
    if selection.campaign:
        name = found(each.title for each in shelf.campaigns.values() if each.slug == selection.campaign)
    if selection.organisation:
        name = found(each.name for each in shelf.organisations.values() if each.slug == selection.organisation)
    return name


def found(names: Iterator[str]) -> str:
    name = next(names, None)
    if name is None:
        raise NotFound("organisation or campaign")
    return name
