"""How forms and APIs that are open to all ask whether a robot is at work."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from shared.access import Who
from shared.problems import TooMany
from shared.robots import TRAP, Challenge, Doubt, Robots
from shared.translations import N_
from shared.web import Request

PROOF_HEADER = "Proof-Of-Work"


class ProofWanted(TooMany):
    """Very many ask from this address; with a proof of work they may go on."""

    detail = N_("Please solve what %(address)s gives, and send it as Proof-Of-Work; or wait a minute.")


def challenge_route(api: str) -> HTTPRouteHandler:
    """Where programs get the work for the calls below `api`."""

    @get(f"{api}/challenge", who=Who.ANYONE, summary="Work to do when too many requests come at once (ALTCHA)")
    async def show_challenge(request: Request) -> Challenge:
        return await robots_of(request).challenge(datetime.now(UTC))

    return show_challenge


def robots_of(request: Request) -> Robots:
    robots: Robots = request.app.state.robots
    return robots


async def stamp_of(request: Request) -> str:
    """For the `nonce` of a form that is shown now."""
    return await robots_of(request).stamp(datetime.now(UTC))


async def doubt_of(request: Request, typed: dict[str, Any]) -> Doubt | None:
    """Whether a robot may have filled in this form; those who log in are known. Raises `TooMany`."""
    if request.user is not None:
        return None
    return await robots_of(request).doubt(typed, address_of(request), datetime.now(UTC))


async def typed_again(request: Request, typed: dict[str, Any]) -> dict[str, Any]:
    """A doubted form, ready to be sent once more."""
    return typed | {TRAP: "", "nonce": await stamp_of(request)}


async def challenge_of(request: Request) -> str | None:
    """What the browser has to solve for this form, as JSON, if anything."""
    now = datetime.now(UTC)
    if request.user is not None or not robots_of(request).wants_proof(address_of(request), now):
        return None
    return msgspec.json.encode(await robots_of(request).challenge(now)).decode()


async def require_proof(request: Request, *, api: str) -> None:
    """For calls below `api` without a token. Raises `ProofWanted` or `TooMany`."""
    proof = request.headers.get(PROOF_HEADER, "")
    if request.user is None and not await robots_of(request).may_ask(address_of(request), proof, datetime.now(UTC)):
        raise ProofWanted(address=f"{api}/challenge")


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
