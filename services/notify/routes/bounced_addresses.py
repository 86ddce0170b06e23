"""Addresses that mail does not reach, for coordinators."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.response import Redirect
from msgspec import Meta, Struct

from services.notify.commands.free_address import free_address
from services.notify.tables import bounced_addresses
from shared import forms
from shared.access import Who
from shared.web import Request, Transaction, page, see_other, typed_form

PAGE_SIZE = 50


class BouncedPage(Struct, frozen=True, kw_only=True):
    """`before` is the time of the last address of the page before."""

    before: datetime | None = None


class FreeAddressForm(Struct, frozen=True, kw_only=True):
    address_key: Annotated[str, Meta(min_length=1, max_length=254)]


@get("/portal/mails/bounced", who=Who.COORDINATOR, include_in_schema=False)
async def list_bounced(request: Request, db: Transaction) -> Response[str]:
    asked = forms.from_form(BouncedPage, dict(request.query_params))
    found = await bounced_addresses.list_newest(db, before=asked.before, limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    return page(
        request,
        "bounced_addresses.html",
        addresses=shown,
        zone=request.app.state.settings.zone,
        next_url=f"/portal/mails/bounced?{urlencode({'before': shown[-1].bounced_at.isoformat()})}"
        if len(found) > PAGE_SIZE
        else None,
    )


@post("/portal/mails/bounced/freed", who=Who.COORDINATOR, include_in_schema=False)
async def create_freed(request: Request, db: Transaction) -> Redirect:
    typed = await typed_form(request)
    await free_address(db, forms.from_form(FreeAddressForm, typed).address_key)
    return see_other("/portal/mails/bounced")


ROUTES = (list_bounced, create_freed)
