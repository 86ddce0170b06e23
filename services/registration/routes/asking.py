"""How a request to register finds its event and reaches the rosters, from a page or from the API."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from services.registration.commands.register import Date
from services.registration.commands.register_for_dates import Booking
from services.registration.domain.admission import Ask
from services.registration.domain.registration import Reply, SignUp
from services.registration.rush import Rush
from services.registration.tables import events
from shared.database import Connection
from shared.messages.event_details import Audience
from shared.messages.events import EventState
from shared.problems import NotFound
from shared.sessions import digest_of
from shared.translations import N_
from shared.web import Request


class EventUnknown(NotFound):
    """We have not heard of the event, or not yet."""

    title = N_("We do not know this event")
    detail = N_("If it was published just now, please try again in a minute.")


async def get_event(request: Request, db: Connection, slug: str) -> EventState:
    """Raises `EventUnknown`, also to those whom it is not for."""
    event = await events.find_public_by_slug(db, slug)
    if event is None or event.audience not in audiences_of(request):
        raise EventUnknown("event")
    return event


async def ask_by_form(request: Request, event_id: UUID, sign_up: SignUp, *, nonce: str) -> Sequence[Reply]:
    """The reply for each date. A page that was filled in anew after "back" has the old nonce, yet is a new request.

    Raises what `Rush.register` and `Rush.register_for_dates` do.
    """
    typed = msgspec.json.encode(sign_up).decode()
    key = digest_of(f"{nonce} {typed}") if nonce else None
    return await ask(request, event_id, ask_of(request, sign_up, request_key=key, strict=False))


async def ask_by_api(request: Request, event_id: UUID, sign_up: SignUp, *, key: str, body: bytes) -> Sequence[Reply]:
    """The reply for each date; `key` is the sender's name for this request, or empty. Raises as `ask_by_form`."""
    if not key:
        return await ask(request, event_id, ask_of(request, sign_up))
    # A key is the asker's own: nobody gets the reply to somebody else's.
    request_key = digest_of(f"{request.headers.get('authorization', '')} {key}")
    named = ask_of(request, sign_up, request_key=request_key, body_digest=digest_of(body.decode(errors="replace")))
    with rush_of(request).only(request_key):
        return await ask(request, event_id, named)


def ask_of(
    request: Request, sign_up: SignUp, *, request_key: str | None = None, body_digest: str = "", strict: bool = True
) -> Ask:
    return Ask(
        id=uuid4(),
        sign_up=sign_up,
        request_key=request_key,
        body_digest=body_digest,
        # Who calls with a token calls for others, and names theirs.
        organisation_id=request.user.organisation_id if request.user is not None and request.user.member_id else None,
        strict=strict,
    )


async def ask(request: Request, event_id: UUID, asked: Ask) -> Sequence[Reply]:
    rush = rush_of(request)
    sign_up, audiences = asked.sign_up, audiences_of(request)
    if sign_up.dates or sign_up.whole_course:
        booking = Booking(
            event_id=event_id, dates=sign_up.dates, whole_course=sign_up.whole_course, audiences=audiences
        )
        return await rush.register_for_dates(booking, asked)
    return [await rush.register(Date(event_id=event_id, starts_at=sign_up.starts_at, audiences=audiences), asked)]


def rush_of(request: Request) -> Rush:
    rush: Rush = request.app.state.rush
    return rush


def audiences_of(request: Request) -> frozenset[Audience]:
    """Those that the one who asks belongs to: who logs in here sees what is internal to the network."""
    return frozenset({Audience.PUBLIC}) if request.user is None else frozenset(Audience)
