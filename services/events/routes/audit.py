"""The audit log: who changed what that others see, for coordinators to read."""

from urllib.parse import urlencode

from litestar import Response, get

from services.events.domain.audit import KIND_NAMES, AuditEntry, AuditSearch
from services.events.routes.history import lines_of
from services.events.tables import audit, organisations
from shared import forms
from shared.access import Who
from shared.problems import Invalid
from shared.translations import catalogue
from shared.web import Request, Transaction, form_for, language_of, page

PAGE_SIZE = 50


@get("/portal/audit", who=Who.COORDINATOR, include_in_schema=False)
async def list_audit(request: Request, db: Transaction) -> Response[str]:
    typed = dict(request.query_params)
    problem: Invalid | None = None
    found: list[AuditEntry] = []
    more: int | None = None
    try:
        found, more = await audit.search(db, forms.from_form(AuditSearch, typed), limit=PAGE_SIZE)
    except Invalid as error:
        problem = error
    language = language_of(request).code
    translations = catalogue(language)
    return page(
        request,
        "audit.html",
        form=form_for(request, AuditSearch, typed, problem),
        lines=lines_of(found, language=language, zone=request.app.state.settings.zone),
        kinds=[(kind, translations.gettext(name)) for kind, name in KIND_NAMES.items()],
        organisations=[(each.slug, each.name) for each in await organisations.list_all(db)],
        next_url=f"/portal/audit?{urlencode({**typed, 'cursor': more})}" if more else None,
        is_filtered=bool(set(typed) - {"lang", "cursor"}),
    )
