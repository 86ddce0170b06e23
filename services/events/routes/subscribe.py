"""How to subscribe: choose what, and get the address and a link for each kind of calendar app."""

from litestar import Response, get

from services.events.domain.calendar_apps import APPS, app_of
from services.events.domain.selection import Subscription, feed_path
from services.events.feeds.shelf import Shelf
from services.events.routes.selectable import selectable
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.web import Request, form_for, language_of, page


@get("/subscribe", who=Who.ANYONE, include_in_schema=False)
async def show_subscribe(request: Request) -> Response[str]:
    # `lang` is the reader's as well, as in every address: who has chosen none gets the feed in the page's language.
    reader = language_of(request).code
    typed = {"lang": reader} | dict(request.query_params)
    subscription, problem = Subscription(lang=reader), None
    try:
        subscription = forms.from_form(Subscription, typed)
    except Invalid as error:
        problem = error
    shelf: Shelf = request.app.state.shelf
    answer = page(
        request,
        "subscribe.html",
        form=form_for(request, Subscription, typed, problem),
        feed_path=feed_path(subscription),
        is_narrowed=bool(subscription.filters),
        apps=APPS,
        own_app=app_of(request.headers.get("user-agent", "")),
        **selectable(shelf, reader),
    )
    answer.headers["Vary"] += ", User-Agent"
    return answer
