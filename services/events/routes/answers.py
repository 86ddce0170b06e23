"""Answers that are the same for everybody: they may be kept, asked for again by their tag, and read by other sites."""

import hashlib
from datetime import datetime
from email.utils import format_datetime

from litestar import Response

from services.events.domain.selection import Selection
from services.events.feeds.index import ICS
from services.events.feeds.ready import MAX_AGE_SECONDS
from services.events.feeds.shelf import Shelf
from shared.messages.events import CampaignState, OrganisationState
from shared.problems import NotFound, Unavailable
from shared.revalidation import has_already
from shared.web import Request


def same_for_all(request: Request, body: bytes, media_type: str, *, last_modified: datetime) -> Response[bytes]:
    """The body, or 304 when the caller has it (RFC 9110, 13)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(last_modified.replace(microsecond=0), usegmt=True),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Access-Control-Allow-Origin": "*",
    }
    if has_already(request, etag, last_modified.replace(microsecond=0)):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)


def complete_shelf(request: Request) -> Shelf:
    """The public calendar in memory. Raises `Unavailable` while we have not heard of everything yet."""
    shelf: Shelf = request.app.state.shelf
    if not shelf.is_complete:
        raise Unavailable
    return shelf


def name_of(shelf: Shelf, selection: Selection) -> str:
    """What a list of these events is called. Raises `NotFound` for an organisation or a campaign that is not there."""
    for folder, slug in (("organisations", selection.organisation), ("campaigns", selection.campaign)):
        if slug:
            match shelf.named.get(f"/{folder}/{slug}{ICS}"):
                case OrganisationState(name=name) | CampaignState(title=name):
                    return name
            raise NotFound(folder)
    return shelf.settings.network_name
