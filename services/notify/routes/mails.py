"""The mails and what became of them, as a page for coordinators."""

from datetime import UTC, datetime
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from services.notify.domain.mail import MailEntry
from services.notify.domain.mail_names import KIND_NAMES, STATE_NAMES
from services.notify.domain.search import MailSearch
from services.notify.tables import mails
from shared import forms
from shared.access import Who
from shared.messages.notify import MailState
from shared.problems import Invalid
from shared.translations import N_, catalogue
from shared.web import Request, Transaction, form_for, language_of, page

PAGE_SIZE = 50
ALL = N_("All")
TONES = {
    MailState.QUEUED: "neutral",
    MailState.SENT: "good",
    MailState.FAILED: "bad",
    MailState.SKIPPED: "warning",
}


@get("/portal/mails", who=Who.COORDINATOR, include_in_schema=False)
async def list_mails(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    try:
        search = forms.from_form(MailSearch, typed)
    except Invalid as problem:
        return mails_page(request, [], typed=typed, problem=problem)
    found = await mails.list_newest(db, search, limit=PAGE_SIZE + 1)
    return mails_page(request, found, typed=typed)


def mails_page(
    request: Request, found: list[MailEntry], *, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    translations = catalogue(language_of(request).code)
    kinds = ((kind.value, translations.gettext(name)) for kind, name in KIND_NAMES.items())
    states = [("", translations.gettext(ALL))]
    return page(
        request,
        "mails.html",
        form=form_for(request, MailSearch, typed, problem),
        states=states + [(state.value, translations.gettext(name)) for state, name in STATE_NAMES.items()],
        kinds=[("", translations.gettext(ALL)), *sorted(kinds, key=itemgetter(1))],
        kind_names=KIND_NAMES,
        state_names=STATE_NAMES,
        tones=TONES,
        now=datetime.now(UTC),
        zone=request.app.state.settings.zone,
        mails=found[:PAGE_SIZE],
        next_url=next_url(typed, found) if len(found) > PAGE_SIZE else None,
    )


def next_url(typed: dict[str, Any], found: list[MailEntry]) -> str:
    return f"/portal/mails?{urlencode({**typed, 'cursor': str(found[PAGE_SIZE - 1].id)})}"
