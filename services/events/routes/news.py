"""News with filters in the query, and all of them where there is no edge: Atom and JSON Feed, from memory."""

from litestar import Response, get

from services.events.domain.selection import Selection, choice_of, with_question_mark
from services.events.feeds.news import WRITERS, ending_of, news_of
from services.events.routes.answers import complete_shelf, same_for_all
from shared import forms
from shared.access import Who
from shared.translations import language
from shared.web import Request


@get("/events.atom", who=Who.ANYONE, include_in_schema=False)
async def show_atom(request: Request) -> Response[bytes]:
    return news_answer(request)


@get("/events.json", who=Who.ANYONE, include_in_schema=False)
async def show_json_feed(request: Request) -> Response[bytes]:
    return news_answer(request)


def news_answer(request: Request) -> Response[bytes]:
    """The news at this path: of all, of an organisation or of a campaign.

    Raises `NotFound`, `Invalid`, and `Unavailable` while we have not heard of everything yet.
    """
    shelf = complete_shelf(request)
    path, typed = request.url.path, dict(request.query_params)
    selection = forms.from_form(Selection, typed)
    choice = choice_of(selection, language=language(selection.lang).code)
    news = news_of(shelf, path, choice, query=with_question_mark(typed))
    write, media_type = WRITERS[ending_of(path)]
    return same_for_all(request, write(news), media_type, last_modified=news.updated)
