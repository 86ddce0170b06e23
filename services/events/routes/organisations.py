"""The partners of the network, each with what it offers next."""

from litestar import Response, get
from litestar.params import FromPath

from services.events.domain.search import Search
from services.events.routes.cards import cards_of
from services.events.routes.events import PAGE_SIZE, find
from services.events.tables import organisations
from shared.access import Who
from shared.web import Request, Transaction, language_of, page


@get("/organisations", who=Who.ANYONE, include_in_schema=False)
async def list_organisations(request: Request, db: Transaction) -> Response[str]:
    return page(request, "organisations.html", organisations=await organisations.list_all(db))


@get("/organisations/{slug:str}", who=Who.ANYONE, include_in_schema=False)
async def show_organisation(request: Request, db: Transaction, slug: FromPath[str]) -> Response[str]:
    organisation = await organisations.get_by_slug(db, slug)
    found, _ = await find(request, db, Search(organisation=slug), limit=PAGE_SIZE)
    cards = await cards_of(db, found, language=language_of(request).code)
    return page(request, "organisation.html", organisation=organisation, events=cards)
