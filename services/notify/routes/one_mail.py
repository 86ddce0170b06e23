"""One mail, for coordinators: why it was sent, each try, and what to do when it does not arrive."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.repeat_mail import repeat_mail
from services.notify.domain.address_key import address_key
from services.notify.domain.mail_names import KIND_NAMES, STATE_NAMES
from services.notify.routes.mails import TONES
from services.notify.tables import bounced_addresses, mails
from shared import copies
from shared.access import Who
from shared.messages.events import EventState
from shared.web import Request, Transaction, page, see_other


@get("/portal/mails/{mail_id:uuid}", who=Who.COORDINATOR, include_in_schema=False)
async def show_mail(request: Request, db: Transaction, mail_id: FromPath[UUID]) -> Response[str]:
    mail = await mails.get(db, mail_id)
    return page(
        request,
        "mail.html",
        mail=mail,
        tries=await mails.list_tries(db, mail_id),
        event=await copies.find(db, EventState, mail.event_id) if mail.event_id else None,
        bounced=await bounced_addresses.find(db, address_key(mail.recipient)),
        kind_names=KIND_NAMES,
        state_names=STATE_NAMES,
        tones=TONES,
        zone=request.app.state.settings.zone,
    )


@post("/portal/mails/{mail_id:uuid}/repetition", who=Who.COORDINATOR, include_in_schema=False)
async def create_repetition(db: Transaction, mail_id: FromPath[UUID]) -> Redirect:
    await repeat_mail(db, mail_id)
    return see_other(f"/portal/mails/{mail_id}")


ROUTES = (show_mail, create_repetition)
