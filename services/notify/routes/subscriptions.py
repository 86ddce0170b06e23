"""A subscriber's own page, which the links in our mails open."""

from contextlib import suppress

import msgspec
from litestar import MediaType, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.change_subscription import change_subscription
from services.notify.commands.confirm_subscription import confirm_subscription
from services.notify.commands.end_subscription import end_subscription
from services.notify.commands.erase_subscription import erase_subscription
from services.notify.commands.move_subscription import move_subscription
from services.notify.domain.subscriber import Choices, NewAddress, Subscriber
from services.notify.routes.subscription_form import has_filters, options_in
from services.notify.tables import mails, subscribers
from shared.access import Who
from shared.database import Connection
from shared.forms import Form, from_form
from shared.problems import Invalid, NotFound
from shared.web import Request, Transaction, form_for, language_of, page, see_other, typed_form

# What a mail program sends when its own button is pressed (RFC 8058, 3.1).
ONE_CLICK = "List-Unsubscribe"


@get("/subscriptions/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_subscription(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return await own_page(request, db, await subscribers.get(db, token))


@post("/subscriptions/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def update_subscription(request: Request, db: Transaction, token: FromPath[str]) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        await change_subscription(db, token, from_form(Choices, typed))
    except Invalid as problem:
        form = form_for(request, Choices, typed, problem)
        return await own_page(request, db, await subscribers.get(db, token), form=form)
    return see_other(f"/subscriptions/{token}?kept=yes")


@post("/subscriptions/{token:str}/confirmation", who=Who.ANYONE, include_in_schema=False)
async def create_confirmation(db: Transaction, token: FromPath[str]) -> Redirect:
    await confirm_subscription(db, token)
    return see_other(f"/subscriptions/{token}?confirmed=yes")


@post("/subscriptions/{token:str}/address", who=Who.ANYONE, include_in_schema=False)
async def create_address(request: Request, db: Transaction, token: FromPath[str]) -> Response[str] | Redirect:
    subscriber = await subscribers.get(db, token)
    typed = await typed_form(request)
    try:
        wanted = from_form(NewAddress, typed)
    except Invalid as problem:
        form = form_for(request, NewAddress, typed, problem)
        return await own_page(request, db, subscriber, address_form=form)
    if not subscriber.is_active:
        return see_other(subscriber.path)
    await move_subscription(db, subscriber, wanted.email)
    return see_other("/subscriptions/received")


@get("/subscriptions/{token:str}/end", who=Who.ANYONE, include_in_schema=False)
async def new_end(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return page(request, "subscription_end.html", subscriber=await subscribers.get(db, token))


@post("/subscriptions/{token:str}/end", who=Who.ANYONE, include_in_schema=False, status_code=200)
async def create_end(request: Request, db: Transaction, token: FromPath[str]) -> Response[str] | Redirect:
    """One click in a mail program is answered at once, since programs follow no redirection (RFC 8058, 3.1).

    Who is not known any more gets no mails anyway, and should not hear that it failed.
    """
    if ONE_CLICK in await typed_form(request):
        with suppress(NotFound):
            await end_subscription(db, token)
        return Response("", media_type=MediaType.TEXT)
    await end_subscription(db, token)
    return see_other(f"/subscriptions/{token}")


@get("/subscriptions/{token:str}/erasure", who=Who.ANYONE, include_in_schema=False)
async def new_erasure(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    return page(request, "subscription_erasure.html", subscriber=await subscribers.get(db, token))


@post("/subscriptions/{token:str}/erasure", who=Who.ANYONE, include_in_schema=False)
async def create_erasure(db: Transaction, token: FromPath[str]) -> Redirect:
    await erase_subscription(db, token)
    return see_other("/subscriptions/erased")


@get("/subscriptions/erased", who=Who.ANYONE, include_in_schema=False)
async def show_erased(request: Request) -> Response[str]:
    return page(request, "subscription_erased.html")


@get("/subscriptions/{token:str}/data.json", who=Who.ANYONE, include_in_schema=False)
async def show_own_records(db: Transaction, token: FromPath[str]) -> Response[bytes]:
    """All that we know about a subscriber, and the mails to them."""
    subscriber = await subscribers.get(db, token)
    records = {"subscriber": subscriber, "mails": await mails.list_of_subscriber(db, subscriber.id)}
    headers = {"Content-Disposition": 'attachment; filename="my-subscription.json"', "Cache-Control": "no-store"}
    body = msgspec.json.format(msgspec.json.encode(records), indent=2)
    return Response(body, media_type=MediaType.JSON, headers=headers)


async def own_page(
    request: Request,
    db: Connection,
    subscriber: Subscriber,
    *,
    form: Form | None = None,
    address_form: Form | None = None,
) -> Response[str]:
    """As it stands, but for the form in which something was wrong."""
    language = language_of(request).code
    choices = form or form_for(request, Choices, msgspec.to_builtins(subscriber))
    return page(
        request,
        "subscription.html",
        status=Invalid.status if form or address_form else 200,
        subscriber=subscriber,
        form=choices,
        address_form=address_form or form_for(request, NewAddress, {}),
        options=await options_in(db, language),
        has_filters=has_filters(choices.typed),
        was_kept="kept" in request.query_params,
        was_confirmed="confirmed" in request.query_params,
    )


ROUTES = (
    show_subscription,
    update_subscription,
    create_confirmation,
    create_address,
    new_end,
    create_end,
    new_erasure,
    create_erasure,
    show_erased,
    show_own_records,
)
