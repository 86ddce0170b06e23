"""How an edition will read as a mail, in each language."""

from uuid import UUID

from litestar import MediaType, Response, get
from litestar.params import FromPath

from services.notify.commands.compose_edition import compose_edition
from services.notify.domain.mail import MailKind
from services.notify.emails import Words
from services.notify.emails.edition_samples import READER
from services.notify.routes.texts import chosen, emails_of
from services.notify.tables import editions, texts
from shared.access import Who
from shared.database import Connection
from shared.web import Request, Transaction, page

# A mail brings its own style sheet and shows pictures of ours; nothing else in it does anything.
FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"


@get("/portal/newsletter/{edition_id:uuid}/mail", who=Who.COORDINATOR, include_in_schema=False)
async def show_edition_mail(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    return page(
        request,
        "edition_mail.html",
        edition=await editions.get(db, edition_id),
        chosen=chosen(request),
        words=await words_of(request, db, edition_id),
    )


@get("/portal/newsletter/{edition_id:uuid}/mail/frame", who=Who.COORDINATOR, include_in_schema=False)
async def show_edition_mail_frame(request: Request, db: Transaction, edition_id: FromPath[UUID]) -> Response[str]:
    """The mail as HTML."""
    words = await words_of(request, db, edition_id)
    return Response(words.html, media_type=MediaType.HTML, headers={"Content-Security-Policy": FRAME_POLICY})


async def words_of(request: Request, db: Connection, edition_id: UUID) -> Words:
    """With links as a reader of their own has them. Raises `NotFound`."""
    code = chosen(request).code
    context: dict[str, object] = {"edition": await compose_edition(db, edition_id, code), "subscriber": READER}
    return emails_of(request).with_own(await texts.list_all(db)).write(MailKind.EDITION, code, context)


ROUTES = (show_edition_mail, show_edition_mail_frame)
