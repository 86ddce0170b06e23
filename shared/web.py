"""What every service's web face has in common: how it reads a request, and how it answers."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import litestar
import msgspec
import structlog
from asyncpg import CharacterNotInRepertoireError
from litestar import MediaType, Response
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from msgspec import Struct

from shared.access import API, SAFE_METHODS
from shared.database import ACQUIRE_SECONDS, CONNECTION_ERRORS, Connection
from shared.formats import date_and_time
from shared.forms import Form, labels_of
from shared.login_detour import to_login
from shared.pages import Pages
from shared.problems import (
    BadRequest,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from shared.sessions import Principal
from shared.translations import LANGUAGE_CODES, N_, Language, catalogue, language, preferred

Request: TypeAlias = litestar.Request[Principal | None, None, State]
# The connection of a route's transaction: begun before the route, committed before its answer leaves.
Transaction: TypeAlias = NamedDependency[Connection]

LANGUAGE_COOKIE = "language"
YEAR_SECONDS = 365 * 24 * 3600
WORD_START = re.compile(r"(?<!^)(?=[A-Z])")

log = structlog.get_logger()


def language_of(request: Request) -> Language:
    """The reader's language: chosen in the address, or once before, or by their browser's settings."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGE_CODES:
            return language(chosen)
    return preferred(request.headers.get("accept-language", ""))


def principal_of(request: Request) -> Principal:
    """Who asks; a route for members lets nobody else come so far. Raises `Unauthenticated`."""
    if request.user is None:
        raise Unauthenticated
    return request.user


def base_url(request: Request) -> str:
    """How people reach the site, without a slash at its end."""
    address: str = request.app.state.settings.base_url
    return address


def today_of(request: Request) -> date:
    """The day it is by the clocks of the network's city."""
    return datetime.now(request.app.state.settings.zone).date()


async def typed_form(request: Request) -> dict[str, Any]:
    """The fields of a posted form; a list where a name came more than once. Raises `BadRequest`."""
    try:
        form = await request.form()
    except (UnicodeDecodeError, LookupError) as error:
        raise BadRequest(N_("The form is not in UTF-8.")) from error
    return {name: values if len(values := form.getall(name)) > 1 else values[0] for name in form}


@asynccontextmanager
async def begin(request: Request) -> AsyncIterator[Connection]:
    """A transaction for a route that first waits for something else, such as a large file; connections are few."""
    async with request.app.state.pool.acquire(timeout=ACQUIRE_SECONDS) as db, db.transaction():
        yield db


def form_for(
    request: Request, struct_type: type[Struct], typed: Mapping[str, Any], problem: Invalid | None = None
) -> Form:
    """The page's form in the reader's language: what was typed, and what is wrong with it."""
    return Form(labels_of(struct_type), catalogue(language_of(request).code), typed, problem)


def page(request: Request, template: str, *, status: int | None = None, **context: Any) -> Response[str]:
    """The template as the answer, in the reader's language; 422 with a `form` in which something is wrong."""
    return page_in(language_of(request), request, template, status=status, **context)


def page_in(
    chosen: Language, request: Request, template: str, /, *, status: int | None = None, **context: Any
) -> Response[str]:
    """The template as the answer, in this language."""
    pages: Pages = request.app.state.pages
    address = without_language(request)
    content = pages.render(
        template,
        chosen,
        principal=request.scope.get("user"),
        path=request.url.path,
        language_url=lambda code: with_language(address, code),
        own_url=with_language(address, request.query_params.get("lang")),
        **context,
    )
    cookies = []
    if request.query_params.get("lang") == chosen.code:
        cookies.append(Cookie(LANGUAGE_COOKIE, value=chosen.code, max_age=YEAR_SECONDS, samesite="lax", httponly=True))
    return Response(
        content,
        status_code=status or status_of(context.get("form")),
        media_type=MediaType.HTML,
        cookies=cookies,
        headers={
            "Cache-Control": "private, no-cache",
            "Content-Language": chosen.code,
            "Vary": "Accept-Language, Cookie",
        },
    )


def status_of(form: Form | None) -> int:
    return Invalid.status if form and form.errors else 200


def without_language(request: Request) -> str:
    """This address in whatever language its reader prefers.

    What a form was answered with has no address to be got from; there it is the page that the form is on.
    """
    path, query = request.url.path, list(request.query_params.multi_items())
    came_from = urlsplit(request.headers.get("referer", ""))
    if request.method not in SAFE_METHODS and came_from.netloc == request.headers.get("host"):
        path, query = came_from.path, parse_qsl(came_from.query)
    kept = urlencode([(name, value) for name, value in query if name != "lang"])
    return f"{path}?{kept}" if kept else path


def with_language(address: str, code: str | None) -> str:
    """The address in this language, if there is one."""
    return f"{address}{'&' if '?' in address else '?'}lang={quote(code)}" if code else address


def see_other(address: str) -> Redirect:
    """Where a posted form leads, so that reloading does not post again."""
    return Redirect(address, status_code=303)


def answer_problem(request: Request, error: Exception) -> Response[Any]:
    """Any exception in the reader's language: on the API `application/problem+json` (RFC 9457), elsewhere a page."""
    problem = as_problem(error)
    if problem is None:
        log.error("unexpected", exc_info=error)
        problem = Problem()
    if request.url.path.startswith(API):
        return problem_json(request, problem)
    if isinstance(problem, Unauthenticated) and request.method in SAFE_METHODS:
        return to_login(request)
    detail = detail_of(problem, language_of(request))
    return page(request, "problem.html", status=problem.status, problem=problem, detail=detail)


def as_problem(error: Exception) -> Problem | None:
    """The problem behind an exception of Litestar's or of the database's; None when we did not expect it."""
    match error:
        case Problem():
            return error
        # PostgreSQL's word for a zero byte, which only an address can bring: what is typed was checked before.
        case HTTPException(status_code=404) | CharacterNotInRepertoireError():
            return NotFound("page")
        case HTTPException(status_code=405):
            return MethodNotAllowed()
        case HTTPException(status_code=413):
            return TooLarge()
        case HTTPException(status_code=401 | 403):
            return Forbidden()
        case HTTPException(status_code=status) if status < 500:
            return BadRequest()
    if isinstance(error, CONNECTION_ERRORS):
        log.warning("a server we need is away", error=repr(error))
        return Unavailable()
    return None


def detail_of(problem: Problem, reader: Language) -> str:
    """What there is to say, in the reader's language; of fields, where no form shows it beside them."""
    if isinstance(problem, Invalid):
        return " ".join(error.translated(catalogue(reader.code).gettext) for error in problem.errors)
    if not problem.detail:
        return ""
    values = {
        name: date_and_time(value, reader.code) if isinstance(value, datetime) else value
        for name, value in problem.values.items()
    }
    detail = catalogue(reader.code).gettext(problem.detail)
    return detail % values if values else detail


def problem_json(request: Request, problem: Problem) -> Response[bytes]:
    translate = catalogue(language_of(request).code).gettext
    body: dict[str, Any] = {
        "type": WORD_START.sub("-", type(problem).__name__).lower(),
        "title": translate(problem.title),
        "status": problem.status,
    }
    if problem.detail:
        body["detail"] = detail_of(problem, language_of(request))
    body |= problem.members
    if isinstance(problem, Invalid):
        body["errors"] = [{"field": error.field, "detail": error.translated(translate)} for error in problem.errors]
    headers = {"Content-Language": language_of(request).code}
    if problem.retry_after_seconds is not None:
        headers["Retry-After"] = str(problem.retry_after_seconds)
    if isinstance(problem, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        msgspec.json.encode(body), status_code=problem.status, media_type="application/problem+json", headers=headers
    )
