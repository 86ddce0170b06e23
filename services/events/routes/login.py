"""Logging in by a link from a mail, and out."""

from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.events.commands.log_in import log_in
from services.events.commands.request_login import request_login
from shared import forms
from shared.access import Who
from shared.forms import EMAIL
from shared.login_detour import after_login
from shared.problems import Invalid
from shared.sessions import SESSION_AGE, SESSION_COOKIE
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, page, see_other, typed_form


class LoginForm(Struct, frozen=True, kw_only=True):
    email: Annotated[str, Meta(title=N_("Your mail address"), max_length=254, extra=EMAIL)]


@get("/login", who=Who.ANYONE, include_in_schema=False)
async def new_login(request: Request) -> Response[str]:
    return page(request, "login.html", form=form_for(request, LoginForm, {}))


@post("/login", who=Who.ANYONE, include_in_schema=False)
async def create_login(request: Request, db: Transaction) -> Response[str] | Redirect:
    typed = await typed_form(request)
    try:
        form = forms.from_form(LoginForm, typed)
    except Invalid as problem:
        shown = form_for(request, LoginForm, typed, problem)
        return page(request, "login.html", form=shown)
    await request_login(db, form.email, base_url=base_url(request))
    return see_other("/login/sent")


@get("/login/sent", who=Who.ANYONE, include_in_schema=False)
async def show_login_sent(request: Request) -> Response[str]:
    return page(request, "login_sent.html")


@get("/login/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_login(request: Request, token: FromPath[str]) -> Response[str]:
    """A page with a button: programs that look at the links in a mail must not use them up."""
    return page(request, "login_confirm.html", token=token)


@post("/login/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def create_session(request: Request, db: Transaction, token: FromPath[str]) -> Redirect:
    settings = request.app.state.settings
    session = await log_in(db, token, private_key=settings.session_private_key)
    answer = after_login(request)
    answer.set_cookie(session_cookie(session, base_url=settings.base_url, age_seconds=int(SESSION_AGE.total_seconds())))
    return answer


@post("/logout", who=Who.ANYONE, include_in_schema=False)
async def delete_session(request: Request) -> Redirect:
    answer = see_other("/")
    answer.set_cookie(session_cookie("", base_url=base_url(request), age_seconds=0))
    return answer


def session_cookie(session: str, *, base_url: str, age_seconds: int) -> Cookie:
    secure = base_url.startswith("https://")
    return Cookie(SESSION_COOKIE, value=session, max_age=age_seconds, httponly=True, samesite="lax", secure=secure)
