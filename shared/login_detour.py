"""Whoever has to log in on the way to a page of the portal comes to that page afterwards: a cookie remembers it."""

import re
from typing import Any
from urllib.parse import quote, unquote

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect

COOKIE = "wanted"
# As long as the link in the mail works, and some time to find it.
WAIT_SECONDS = 30 * 60
HOME = "/portal"
# Pages of ours only: an address that begins with two slashes, or has a backslash, is another site's.
OWN_PAGE = re.compile(r"/portal/[\w/.?=&%+:-]*", re.ASCII)


def to_login(request: Request[Any, Any, Any]) -> Redirect:
    answer = Redirect("/login", status_code=303)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    # Not what a script of a page asks for, such as numbers.
    if "text/html" in request.headers.get("accept", "") and OWN_PAGE.fullmatch(wanted):
        answer.set_cookie(cookie(quote(wanted, safe=""), age_seconds=WAIT_SECONDS))
    return answer


def after_login(request: Request[Any, Any, Any]) -> Redirect:
    """To the page that was wanted, or to one's own events."""
    wanted = unquote(request.cookies.get(COOKIE, ""))
    answer = Redirect(wanted if OWN_PAGE.fullmatch(wanted) else HOME, status_code=303)
    answer.set_cookie(cookie("", age_seconds=0))
    return answer


def cookie(value: str, *, age_seconds: int) -> Cookie:
    return Cookie(COOKIE, value=value, max_age=age_seconds, httponly=True, samesite="lax")
