"""Which offers are there, and by whom: the list that everybody can search."""

from urllib.parse import urlencode

from litestar import Response, get

from services.events.domain.offer import Offer, OfferPosition, OfferSearch, cursor_of
from services.events.routes.cards import choices
from services.events.routes.directory import offer_cards, offer_choices
from services.events.tables import offers
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, form_for, language_of, page

PAGE_SIZE = 30


@get("/offers", who=Who.ANYONE, include_in_schema=False)
async def list_offers(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    problem: Invalid | None = None
    found: list[Offer] = []
    more: OfferPosition | None = None
    try:
        found, more = await offers.search(db, forms.from_form(OfferSearch, typed), limit=PAGE_SIZE)
    except Invalid as error:
        problem = error
    language = language_of(request).code
    translations = catalogue(language)
    return page(
        request,
        "offers.html",
        form=form_for(request, OfferSearch, typed, problem),
        offers=offer_cards(found, language, translations.gettext),
        next_url=f"/offers?{urlencode({**typed, 'cursor': cursor_of(more)})}" if more else None,
        is_filtered=bool(set(typed) - {"lang", "cursor"}),
        **choices(language),
        **offer_choices(translations.gettext),
    )
