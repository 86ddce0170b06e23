"""The newsletter's page: what it is, and how to get it."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from services.notify.commands.subscribe import subscribe
from services.notify.domain.subscriber import SUBSCRIBER_STATE_NAMES, Subscription
from services.notify.routes.subscription_form import has_filters, options_in
from services.notify.tables import composed_editions, subscribers
from shared.access import Who
from shared.database import Connection
from shared.doubting import challenge_of, doubt_of, stamp_of, typed_again
from shared.forms import from_form
from shared.problems import Invalid
from shared.robots import Doubt
from shared.web import Request, Transaction, form_for, language_of, page, see_other, typed_form


@get("/newsletter", who=Who.ANYONE, include_in_schema=False)
async def show_newsletter(request: Request, db: Transaction) -> Response[str]:
    typed = {
        "language": language_of(request).code,
        "wants_editions": "on",
        "wants_weekly": "on",
        "nonce": await stamp_of(request),
    }
    return await newsletter_page(request, db, typed)


@post("/newsletter", who=Who.ANYONE, include_in_schema=False)
async def create_subscription(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    doubt = await doubt_of(request, typed)
    if doubt is not None:
        return await newsletter_page(request, db, await typed_again(request, typed), doubt=doubt)
    try:
        await subscribe(db, from_form(Subscription, typed))
    except Invalid as problem:
        return await newsletter_page(request, db, typed, problem)
    return see_other("/subscriptions/received")


async def newsletter_page(
    request: Request,
    db: Connection,
    typed: dict[str, Any],
    problem: Invalid | None = None,
    *,
    doubt: Doubt | None = None,
) -> Response[str]:
    language = language_of(request).code
    return page(
        request,
        "newsletter.html",
        status=Invalid.status if problem or doubt else 200,
        form=form_for(request, Subscription, typed, problem),
        options=await options_in(db, language),
        has_filters=has_filters(typed),
        doubt=doubt,
        challenge=await challenge_of(request),
        published=await composed_editions.list_published(db, language),
    )


@get("/subscriptions/received", who=Who.ANYONE, include_in_schema=False)
async def show_received(request: Request) -> Response[str]:
    """The same for an address that gets it already as for a new one: the mail says more."""
    return page(request, "subscription_received.html")


@get("/portal/newsletter/subscribers", who=Who.COORDINATOR, include_in_schema=False)
async def list_subscriber_counts(request: Request, db: Transaction) -> Response[str]:
    """Counts alone: nobody looks at who they are."""
    return page(
        request, "subscribers.html", counts=await subscribers.count_by_state(db), state_names=SUBSCRIBER_STATE_NAMES
    )


ROUTES = (show_newsletter, create_subscription, show_received, list_subscriber_counts)
