"""The privacy notice, as it is now and as it was when somebody agreed to it."""

from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct

from services.registration.domain.privacy_notice import NOTICE_VERSION
from shared.access import Who
from shared.forms import from_form
from shared.web import Request, page


class Notice(Struct, frozen=True, kw_only=True):
    """Which version is wanted."""

    version: Annotated[int, Meta(ge=1, le=NOTICE_VERSION)] = NOTICE_VERSION


@get("/register/privacy", who=Who.ANYONE, include_in_schema=False)
async def show_privacy_notice(request: Request) -> Response[str]:
    notice = from_form(Notice, dict(request.query_params))
    return page(request, "privacy.html", version=notice.version, versions=range(NOTICE_VERSION, 0, -1))


ROUTES = (show_privacy_notice,)
