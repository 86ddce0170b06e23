"""What the law wants to be said of the site, and how it is used in a few words."""

from litestar import Response, get

from services.events import statements
from services.events.domain.statements import (
    CONFORMITY_WORDS,
    Statements,
    missing_for_accessibility,
    missing_for_imprint,
    missing_for_privacy,
)
from services.events.settings import Settings
from shared.access import Who
from shared.web import Request, page


@get("/imprint", who=Who.ANYONE, include_in_schema=False)
async def show_imprint(request: Request) -> Response[str]:
    said = said_by_operator(request)
    return page(request, "imprint.html", said=said, missing=missing_for_imprint(said))


@get("/privacy", who=Who.ANYONE, include_in_schema=False)
async def show_privacy(request: Request) -> Response[str]:
    said = said_by_operator(request)
    return page(request, "privacy.html", said=said, missing=missing_for_privacy(said))


@get("/accessibility", who=Who.ANYONE, include_in_schema=False)
async def show_accessibility(request: Request) -> Response[str]:
    said = said_by_operator(request)
    conformity = said.accessibility.conformity
    return page(
        request,
        "accessibility.html",
        said=said,
        missing=missing_for_accessibility(said),
        conformity=CONFORMITY_WORDS[conformity] if conformity else None,
    )


@get("/about", who=Who.ANYONE, include_in_schema=False)
async def show_about(request: Request) -> Response[str]:
    return page(request, "about.html")


def said_by_operator(request: Request) -> Statements:
    settings: Settings = request.app.state.settings
    return statements.read(settings.statements_file)
