"""The calendar on partners' own websites: as a frame, as a part of a page, and a page that makes the HTML for it."""

from datetime import UTC, date, datetime
from gettext import NullTranslations
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from services.events.domain.coming import ComingDate, coming_dates
from services.events.domain.feed import is_chosen
from services.events.domain.selection import THEME_NAMES, Embedding, choice_of
from services.events.domain.wording import cleaned, place_in_words, text_in
from services.events.feeds.shelf import Shelf
from services.events.routes.answers import complete_shelf, name_of
from services.events.routes.selectable import selectable
from services.events.settings import Settings
from shared import formats, forms
from shared.access import Who
from shared.messages.events import EventStatus
from shared.pages import ASSETS, Pages
from shared.problems import Invalid, Problem
from shared.translations import N_, Language, catalogue, language, preferred
from shared.web import Request, form_for, language_of, page

MAX_AGE_SECONDS = 60
SCRIPT_MAX_AGE_SECONDS = 3600
# Every website may show it; all else is as strict as on other pages.
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)


# The link inside stays where no script runs.
WITH_SCRIPT = Markup(
    '<div data-calendar-embed="{frame}"><a href="{base_url}/events">{title}</a></div>\n'
    '<script src="{base_url}/embed.js" defer></script>'
)
FRAME = Markup('<iframe src="{frame}" title="{title}" width="100%" height="600" loading="lazy"></iframe>')


class Lines(Struct, frozen=True, kw_only=True):
    """What a partner copies: HTML with a script, HTML without, and the address of the part of a page."""

    with_script: str
    frame: str
    part: str


class EmbeddedDate(Struct, frozen=True, kw_only=True):
    """One date as the list shows it."""

    url: str
    title: str
    language: str
    when: str
    starts: date
    place: str
    online: bool
    organisation_name: str
    status: EventStatus


@get("/embed/events", who=Who.ANYONE, include_in_schema=False)
async def show_embedded(request: Request) -> Response[str]:
    """The frame; what is wrong is said inside it, since a browser shows no page of ours in a frame but this."""
    typed = dict(request.query_params)
    reader = reader_of(request)
    context: dict[str, Any] = {"theme": "auto", "name": request.app.state.settings.network_name, "dates": []}
    problem: Problem | None = None
    try:
        embedding = forms.from_form(Embedding, typed)
        context |= {"theme": embedding.theme} | embedded(complete_shelf(request), embedding, reader)
    except Problem as error:
        problem = error
    status = problem.status if problem else 200
    headers = {"Content-Security-Policy": FRAME_POLICY, "X-Robots-Tag": "noindex"}
    return embed_page(
        request,
        "embed_events.html",
        reader,
        headers,
        status=status,
        **{"more_url": "/events"} | context,
        problem=problem,
    )


@get("/embed/events.html", who=Who.ANYONE, include_in_schema=False)
async def show_fragment(request: Request) -> Response[str]:
    """The part of a page. Raises `Invalid`, `NotFound`, `Unavailable`."""
    embedding = forms.from_form(Embedding, dict(request.query_params))
    reader = reader_of(request)
    headers = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}
    context = embedded(complete_shelf(request), embedding, reader)
    return embed_page(request, "embed_fragment.html", reader, headers, **context)


@get("/embed.js", who=Who.ANYONE, include_in_schema=False)
async def show_script(request: Request) -> Response[bytes]:  # noqa: ARG001 - every route is handed the request
    """The script for partners' pages, at an address that stays."""
    headers = {
        "Cache-Control": f"public, max-age={SCRIPT_MAX_AGE_SECONDS}",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response((ASSETS / "embed.js").read_bytes(), media_type="text/javascript", headers=headers)


@get("/embed", who=Who.ANYONE, include_in_schema=False)
async def show_embed(request: Request) -> Response[str]:
    """Makes the HTML that a partner puts into a website."""
    typed = dict(request.query_params)
    translations = catalogue(language_of(request).code)
    embedding, problem = Embedding(), None
    try:
        embedding = forms.from_form(Embedding, typed)
    except Invalid as error:
        problem = error
    shelf: Shelf = request.app.state.shelf
    usual = {"limit": embedding.limit, "theme": embedding.theme}
    return page(
        request,
        "embed.html",
        form=form_for(request, Embedding, usual | typed, problem),
        # Shown in the language of the page around it, unless another was chosen.
        query=replace(embedding, lang=embedding.lang or language_of(request).code).query,
        lines=lines_of(embedding, shelf.settings, translations),
        themes=[(theme.value, translations.gettext(name)) for theme, name in THEME_NAMES.items()],
        **selectable(shelf, language_of(request).code),
    )


def lines_of(embedding: Embedding, settings: Settings, translations: NullTranslations) -> Lines:
    """What a partner copies, as plain text: the HTML is escaped once here, for the partner's page."""
    base_url = settings.base_url
    frame = f"{base_url}/embed/events{embedding.query}"
    title = translations.gettext(N_("Events of %(network)s")) % {"network": settings.network_name}
    return Lines(
        with_script=str(WITH_SCRIPT.format(frame=frame, title=title, base_url=base_url)),
        frame=str(FRAME.format(frame=frame, title=title)),
        part=f"{base_url}/embed/events.html{embedding.query}",
    )


def embedded(shelf: Shelf, embedding: Embedding, reader: Language) -> dict[str, Any]:
    """What the templates of an embedded list need. Raises `NotFound`."""
    choice = choice_of(embedding, language=reader.code)
    fitting = (entry.state for entry in shelf.index.near(choice) if is_chosen(entry, choice))
    dates = coming_dates(fitting, now=datetime.now(UTC), limit=embedding.limit)
    query = urlencode(embedding.filters | ({"lang": embedding.lang} if embedding.lang else {}))
    return {
        "name": name_of(shelf, embedding),
        "dates": [embedded_date(each, reader.code) for each in dates],
        "more_url": f"{shelf.settings.base_url}/events{'?' if query else ''}{query}",
    }


def embedded_date(coming: ComingDate, language: str) -> EmbeddedDate:
    text = text_in(coming.event, language)
    return EmbeddedDate(
        url=coming.event.url,
        title=text.title,
        language=text.language,
        when=formats.when(coming, language),
        starts=coming.starts_on or coming.occurrence.starts_at,
        place=place_in_words(coming.event),
        online=coming.event.online,
        organisation_name=cleaned(coming.event.organisation_name),
        status=coming.status,
    )


def reader_of(request: Request) -> Language:
    """The language of the address, else the browser's: no cookie is read in a frame."""
    chosen = request.query_params.get("lang")
    return language(chosen) if chosen else preferred(request.headers.get("accept-language", ""))


def embed_page(
    request: Request, template: str, reader: Language, headers: dict[str, str], *, status: int = 200, **context: Any
) -> Response[str]:
    pages: Pages = request.app.state.pages
    common = {
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}" if status == 200 else "no-store",
        "Content-Language": reader.code,
        "Vary": "Accept-Language",
    }
    content = pages.render(template, reader, **context)
    return Response(content, status_code=status, media_type="text/html", headers=common | headers)
