"""What people read right after they have signed up."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct, ValidationError, convert

from services.registration.domain.admission import PROOF_TIME
from services.registration.domain.registration import DateReply, Reply, SignUp
from services.registration.routes.asking import get_event
from shared.access import Who
from shared.forms import from_form
from shared.messages.event_details import WallTime
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus
from shared.problems import Invalid
from shared.web import Request, Transaction, page, see_other

DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)_(pending|confirmed|offered|waiting)(?:_(\d{1,9}))?")
Status = Literal["pending", "confirmed", "offered", "waiting"]


class Received(Struct, frozen=True, kw_only=True):
    """What the page says: `dates` of several ones; `held_until` is a wall time where the event is."""

    status: Status
    position: int = 1
    dates: Annotated[str, Meta(max_length=20_000)] = ""
    held_until: WallTime | None = None
    reached_by: Literal["mail", "phone"] = "mail"


class ReceivedDate(Struct, frozen=True, kw_only=True):
    """What became of one date."""

    starts_at: datetime
    status: Status
    position: int | None = None


def received_address(event: EventState, sign_up: SignUp, replies: Sequence[Reply], *, now: datetime) -> str:
    """The page, with all that it says: a look at what is stored would tell who was here before."""
    said: dict[str, Any] = {"status": replies[0].status}
    if replies[0].waiting_position:
        said["position"] = replies[0].waiting_position
    if len(replies) > 1:
        said["dates"] = ",".join(said_of(reply) for reply in replies if isinstance(reply, DateReply))
    if any(reply.status is RegistrationStatus.PENDING for reply in replies):
        held_until = (now + PROOF_TIME).astimezone(ZoneInfo(event.time_zone))
        said["held_until"] = held_until.strftime("%Y-%m-%dT%H:%M")
    if not sign_up.email:
        said["reached_by"] = "phone"
    return f"/register/{event.slug}/received?{urlencode(said)}"


def said_of(reply: DateReply) -> str:
    position = f"_{reply.waiting_position}" if reply.waiting_position else ""
    return f"{reply.starts_at.isoformat()}_{reply.status}{position}"


@get("/register/{slug:str}/received", who=Who.ANYONE, include_in_schema=False)
async def show_received(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    """The same for an address that was registered before as for a new one: the mail says more."""
    event = await get_event(request, db, slug)
    try:
        received = from_form(Received, dict(request.query_params))
        dates = dates_in(received.dates)
    except (Invalid, ValidationError):
        return see_other(f"/register/{slug}")
    return page(request, "received.html", event=event, received=received, dates=dates)


def dates_in(text: str) -> list[ReceivedDate]:
    """What was said of each date; what we have not said is left out. Raises `ValidationError` for no date."""
    found = (DATE.fullmatch(part) for part in text.split(","))
    return [
        convert({"starts_at": match[1], "status": match[2], "position": match[3]}, ReceivedDate, strict=False)
        for match in found
        if match
    ]


ROUTES = (show_received,)
