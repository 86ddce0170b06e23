"""The API: subscribe, for other websites."""

from typing import Literal

from litestar import post
from msgspec import Struct

from services.notify.commands.subscribe import subscribe
from services.notify.domain.subscriber import Subscription
from shared import idempotency
from shared.access import Who
from shared.doubting import challenge_route, require_proof
from shared.forms import from_json
from shared.openapi import body_of
from shared.web import Request, Transaction

API = "/api/subscriptions"


class Asked(Struct, frozen=True, kw_only=True):
    """The same whether the address is new or not: it is mailed a link."""

    status: Literal["asked"] = "asked"


@post(
    API,
    who=Who.ANYONE,
    status_code=202,
    operation_class=body_of(
        Subscription, headers={idempotency.HEADER: "A name for this request: sent again, it does nothing"}
    ),
    summary="Subscribe an address, once its person confirms it",
    tags=["subscriptions"],
)
@idempotency.once
async def create_subscription_json(request: Request, db: Transaction) -> Asked:
    """`organisation_ids`, `topics` and `event_languages` let only those events through that fit; empty: all."""
    await require_proof(request, api=API)
    await subscribe(db, from_json(Subscription, await request.body()))
    return Asked()


ROUTES = (challenge_route(API), create_subscription_json)
