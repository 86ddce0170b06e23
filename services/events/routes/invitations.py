"""Accepting an invitation: a page with a button, since programs that look at the links in a mail must not accept it."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.accept_invitation import accept_invitation
from services.events.domain.membership import InvitationOver
from services.events.routes.login import session_cookie
from services.events.tables import invitations
from shared.access import Who
from shared.sessions import SESSION_AGE, digest_of
from shared.web import Request, Transaction, page, see_other


@get("/invitations/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_invitation(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    invitation = await invitations.find_open(db, digest_of(token), now=datetime.now(UTC))
    if invitation is None:
        raise InvitationOver
    return page(request, "invitation.html", invitation=invitation, token=token)


@post("/invitations/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def create_membership(request: Request, db: Transaction, token: FromPath[str]) -> Redirect:
    settings = request.app.state.settings
    session = await accept_invitation(db, token, private_key=settings.session_private_key)
    answer = see_other("/portal")
    answer.set_cookie(session_cookie(session, base_url=settings.base_url, age_seconds=int(SESSION_AGE.total_seconds())))
    return answer
