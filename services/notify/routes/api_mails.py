"""The mails and what became of them, in JSON."""

from litestar import get
from msgspec import Struct

from services.notify.domain.mail import MailEntry
from services.notify.domain.search import MailSearch
from services.notify.tables import mails
from shared import forms
from shared.access import Who
from shared.web import Request, Transaction

PAGE_SIZE = 50


class MailList(Struct, frozen=True, kw_only=True):
    items: list[MailEntry]
    next_cursor: str | None


@get("/api/mails", who=Who.COORDINATOR, tags=["mails"])
async def list_mails_json(request: Request, db: Transaction) -> MailList:
    """The newest first; `state`, `recipient` (any part of the address) and `cursor` narrow it down."""
    search = forms.from_form(MailSearch, dict(request.query_params))
    found = await mails.list_newest(db, search, limit=PAGE_SIZE + 1)
    more = str(found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else None
    return MailList(items=found[:PAGE_SIZE], next_cursor=more)
