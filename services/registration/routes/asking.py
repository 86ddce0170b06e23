"""How a request to register reaches the roster, from a page or from the API."""

from uuid import uuid4

import msgspec

from services.registration.commands.register import Date
from services.registration.domain.admission import Ask
from services.registration.domain.registration import Reply, SignUp
from services.registration.rush import Rush
from shared.messages.event_details import Audience
from shared.sessions import digest_of
from shared.web import Request


async def ask(request: Request, date: Date, sign_up: SignUp, *, key: str) -> Reply:
    """The roster's answer; `key` is the sender's name for this request, or empty. Raises what `Rush.register` does."""
    rush: Rush = request.app.state.rush
    return await rush.register(
        date, Ask(id=uuid4(), sign_up=sign_up, request_key=request_key(key, sign_up) if key else None)
    )


def audiences_of(request: Request) -> frozenset[Audience]:
    """Those that the one who asks belongs to: who logs in here sees what is internal to the network."""
    return frozenset({Audience.PUBLIC}) if request.user is None else frozenset(Audience)


def request_key(key: str, sign_up: SignUp) -> str:
    """The key with what was sent: a page that was filled in anew after "back" has the old key, yet is a new request."""
    return digest_of(f"{key} {msgspec.json.encode(sign_up).decode()}")
