"""People have all of theirs deleted, and may look up what became of it."""

import re
from datetime import datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from services.registration.commands.request_erasure import request_erasure
from services.registration.domain.erasure import Erasure
from services.registration.routes.by_link import open_link
from services.registration.routes.registrations import NOT_STORED
from services.registration.tables import erasures, registrations
from shared.access import Who
from shared.database import Connection
from shared.problems import NotFound
from shared.sessions import digest_of, new_token
from shared.translations import N_
from shared.web import Request, Transaction, base_url, page, see_other, typed_form

RECEIPT = re.compile(r"[\w-]{43}", re.ASCII)
# What the services count, as people call it.
COUNTED = {
    "registrations": N_("Sign-ups"),
    "links": N_("Links to your page"),
    "feeds": N_("Private calendar addresses"),
    "applications": N_("Applications"),
    "invitations": N_("Invitations"),
    "mails": N_("Mails"),
    "participants": N_("Entries of people to write to"),
    "subscribers": N_("Subscriptions to the newsletter"),
}


class Receipt(Struct, frozen=True, kw_only=True):
    """What became of it, in counts; those of a service that has not answered yet are missing."""

    is_done: bool
    requested_at: datetime
    registration: dict[str, int]
    events: dict[str, int] | None
    notify: dict[str, int] | None
    streams: dict[str, int]


@get("/registrations/{token:str}/erasure", who=Who.ANYONE, include_in_schema=False)
async def new_erasure(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    """What would be deleted; the form has the name of the receipt, so that sending it twice has one effect."""
    opened = await open_link(request, db, token)
    theirs = await registrations.list_of_person(db, opened.person)
    return page(request, "erasure.html", opened=opened, theirs=theirs, receipt=new_token())


@post("/registrations/{token:str}/erasure", who=Who.ANYONE, include_in_schema=False)
async def create_erasure(request: Request, db: Transaction, token: FromPath[str]) -> Redirect:
    typed = str((await typed_form(request)).get("receipt", ""))
    receipt = typed if RECEIPT.fullmatch(typed) else new_token()
    if await erasures.find(db, digest_of(receipt)) is None:
        opened = await open_link(request, db, token)
        await request_erasure(
            db,
            opened.person,
            email=opened.registration.email,
            receipt=receipt,
            base_url=base_url(request),
        )
    return see_other(f"/registrations/erasures/{receipt}")


@get("/registrations/erasures/{receipt:str}", who=Who.ANYONE, include_in_schema=False)
async def show_receipt(request: Request, db: Transaction, receipt: FromPath[str]) -> Response[str]:
    erasure = await get_erasure(db, receipt)
    zone = request.app.state.settings.zone
    return page(
        request,
        "receipt.html",
        erasure=erasure,
        requested_at=erasure.requested_at.astimezone(zone),
        counted=COUNTED,
    )


@get(
    "/api/registrations/erasures/{receipt:str}",
    who=Who.ANYONE,
    summary="What became of a request to delete everything",
    cache_control=NOT_STORED,
)
async def show_receipt_as_json(db: Transaction, receipt: FromPath[str]) -> Receipt:
    erasure = await get_erasure(db, receipt)
    return Receipt(
        is_done=erasure.is_done,
        requested_at=erasure.requested_at,
        registration=erasure.registration_counts,
        events=erasure.events_counts,
        notify=erasure.notify_counts,
        streams=erasure.purged_counts,
    )


async def get_erasure(db: Connection, receipt: str) -> Erasure:
    erasure = await erasures.find(db, digest_of(receipt))
    if erasure is None:
        raise NotFound("erasure")
    return erasure


ROUTES = (new_erasure, create_erasure, show_receipt, show_receipt_as_json)
