"""An edition on its way to its readers: begun, paused and gone on with by its editors, who see how far it is."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.notify.commands.pause_edition import pause_edition, resume_edition
from services.notify.commands.send_edition import send_edition
from services.notify.domain.edition import STATE_NAMES
from services.notify.tables import edition_mails, editions
from shared.access import Who
from shared.web import Request, Transaction, page, see_other

ADDRESS = "/portal/newsletter/{edition_id:uuid}/sending"


@get(ADDRESS, who=Who.COORDINATOR, include_in_schema=False)
async def show_sending(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    edition = await editions.get(db, edition_id)
    return page(
        request,
        "edition_sending.html",
        edition=edition,
        progress=await edition_mails.count_progress(db, edition.id),
        state_name=STATE_NAMES[edition.state],
    )


@post(ADDRESS, who=Who.COORDINATOR, include_in_schema=False)
async def begin_sending(db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await send_edition(db, edition_id, now=datetime.now(UTC))
    return to_sending(edition_id)


@post(f"{ADDRESS}/pause", who=Who.COORDINATOR, include_in_schema=False)
async def pause_sending(db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await pause_edition(db, edition_id)
    return to_sending(edition_id)


@post(f"{ADDRESS}/pause/removal", who=Who.COORDINATOR, include_in_schema=False)
async def resume_sending(db: Transaction, edition_id: FromPath[UUID]) -> Redirect:
    await resume_edition(db, edition_id)
    return to_sending(edition_id)


def to_sending(edition_id: UUID) -> Redirect:
    return see_other(f"/portal/newsletter/{edition_id}/sending")


ROUTES = (show_sending, begin_sending, pause_sending, resume_sending)
