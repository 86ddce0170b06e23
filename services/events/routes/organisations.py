"""The directory: the partners of the network, each with what it offers, what it has to say and what comes next."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from services.events.domain.attachments import Owner
from services.events.domain.search import Search
from services.events.feeds.news import NEWS
from services.events.routes.cards import cards_of
from services.events.routes.directory import offer_cards, valid_notices
from services.events.routes.events import PAGE_SIZE, find
from services.events.routes.linked_data import organisation_script
from services.events.routes.news import news_answer
from services.events.routes.own import may_act_for
from services.events.tables import offers, organisations, pictures
from shared.access import Who
from shared.formats import language_name
from shared.translations import catalogue
from shared.web import Request, Transaction, language_of, page


@get("/organisations", who=Who.ANYONE, include_in_schema=False)
async def list_organisations(request: Request, db: Transaction) -> Response[str]:
    present = await organisations.list_present(db)
    language = language_of(request).code
    return page(
        request,
        "organisations.html",
        organisations=present,
        spoken={each.id: [language_name(code, language) for code in each.languages] for each in present},
        notices=await valid_notices(request, db),
        offer_counts=await offers.count_by_organisation(db),
    )


@get("/organisations/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_organisation(request: Request, db: Transaction, slug: FromPath[str]) -> Response[Any]:
    if slug.endswith(NEWS):
        return news_answer(request)
    organisation = await organisations.get_by_slug(db, slug)
    found = await find(request, db, Search(organisation=slug), limit=PAGE_SIZE)
    language = language_of(request).code
    present = organisation.left_at is None
    standing = await offers.list_of(db, organisation.id) if present else []
    return page(
        request,
        "organisation.html",
        organisation=organisation,
        spoken=[language_name(code, language) for code in organisation.languages],
        notices=(await valid_notices(request, db)).get(organisation.id, []) if present else [],
        offers=offer_cards(standing, language, catalogue(language).gettext),
        events=await cards_of(db, found.events, language=language),
        linked=organisation_script(request, slug=slug, name=organisation.name),
        may_change=present and may_act_for(request.user, organisation.id),
        pictures=await pictures.list_of(db, Owner(organisation_id=organisation.id)),
    )
