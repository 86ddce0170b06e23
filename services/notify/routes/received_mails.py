"""Mails that came back to us and say something that only people understand, for coordinators."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.notify.domain.incoming import read_incoming
from services.notify.domain.received import REASONS, ReceivedMail, ReceivedSearch
from services.notify.tables import received_mails
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.problems import NotFound
from shared.translations import N_, catalogue
from shared.web import Request, Transaction, form_for, language_of, page

PAGE_SIZE = 50
ALL = N_("All")
LONGEST_TEXT = 100_000


@get("/portal/mails/received", who=Who.COORDINATOR, include_in_schema=False)
async def list_received(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    search = forms.from_form(ReceivedSearch, typed)
    found = await received_mails.list_newest(db, search, limit=PAGE_SIZE + 1)
    translations = catalogue(language_of(request).code)
    counts = await received_mails.count_by_reason(db)
    return page(
        request,
        "received_mails.html",
        form=form_for(request, ReceivedSearch, typed),
        options=[("", translations.gettext(ALL))]
        + [(reason.value, f"{translations.gettext(REASONS[reason])} ({count})") for reason, count in counts.items()],
        reasons=REASONS,
        zone=request.app.state.settings.zone,
        mails=found[:PAGE_SIZE],
        next_url=next_url(typed, found) if len(found) > PAGE_SIZE else None,
    )


def next_url(typed: dict[str, Any], found: list[ReceivedMail]) -> str:
    return f"/portal/mails/received?{urlencode({**typed, 'cursor': str(found[PAGE_SIZE - 1].id)})}"


@get("/portal/mails/received/{received_id:uuid}", who=Who.COORDINATOR, include_in_schema=False)
async def show_received(request: Request, db: Transaction, received_id: FromPath[UUID]) -> Response[str]:
    received = await received_mails.find(db, received_id)
    if received is None:
        raise NotFound("received mail")
    content = await content_of(db, received_id)
    read = await asyncio.to_thread(read_incoming, content, returns_to=received.returns_to)
    return page(
        request,
        "received_mail.html",
        received=received,
        reasons=REASONS,
        zone=request.app.state.settings.zone,
        # What has no readable text is shown as it came.
        text=(read.text or content.decode(errors="replace"))[:LONGEST_TEXT],
    )


@get("/portal/mails/received/{received_id:uuid}/mail.eml", who=Who.COORDINATOR, include_in_schema=False)
async def read_received(db: Transaction, received_id: FromPath[UUID]) -> Response[bytes]:
    """The mail as it came, to be opened by a mail program."""
    return Response(
        await content_of(db, received_id),
        media_type="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="{received_id}.eml"', "Cache-Control": "no-store"},
    )


async def content_of(db: Connection, received_id: UUID) -> bytes:
    content = await received_mails.find_content(db, received_id)
    if content is None:
        raise NotFound("received mail")
    return content


ROUTES = (list_received, show_received, read_received)
