"""The dates of a series, its texts, and who else takes part, in JSON."""

from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.params import FromPath

from services.events.commands.ask_to_co_organise import ask_to_co_organise
from services.events.commands.cancel_occurrence import cancel_occurrence
from services.events.commands.continue_event import continue_event
from services.events.commands.decide_co_organisation import decide_co_organisation
from services.events.commands.keep_text import keep_text
from services.events.commands.leave_co_organisation import leave_co_organisation
from services.events.commands.move_occurrence import move_occurrence
from services.events.commands.remove_text import remove_text
from services.events.domain.co_organisation import AskFields, CoOrganisation, DecisionFields
from services.events.domain.event import EventFields
from services.events.domain.occurrences import MoveFields, following
from services.events.domain.texts import TextFields
from services.events.routes.api_events import answer, caller, get_own
from services.events.routes.views import EventView
from services.events.tables import co_organisations, events, occurrences
from shared import forms
from shared.access import Who
from shared.openapi import body_of
from shared.patching import patched
from shared.web import Request, Transaction, base_url, principal_of

OCCURRENCE = "/api/events/{event_id:uuid}/occurrences/{occurrence_id:uuid}"
TEXT = "/api/events/{event_id:uuid}/texts/{language:str}"
CO_ORGANISER = "/api/events/{event_id:uuid}/co-organisers/{organisation_id:uuid}"


@patch(OCCURRENCE, who=Who.MEMBER, operation_class=body_of(MoveFields), tags=["occurrences"])
async def update_occurrence_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> EventView:
    """Move one date of a series."""
    await get_own(request, db, event_id)
    fields = forms.from_json(MoveFields, await request.body())
    return await answer(
        request, db, await move_occurrence(db, event_id, occurrence_id, fields, base_url=base_url(request))
    )


@post(f"{OCCURRENCE}/cancellation", who=Who.MEMBER, tags=["occurrences"])
async def create_occurrence_cancellation_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> EventView:
    """Call one date of a series off."""
    await get_own(request, db, event_id)
    return await answer(request, db, await cancel_occurrence(db, event_id, occurrence_id, base_url=base_url(request)))


@post(f"{OCCURRENCE}/continuation", who=Who.MEMBER, operation_class=body_of(EventFields), tags=["occurrences"])
async def create_continuation_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> EventView:
    """Change this date and all that follow: they become an event of their own, changed as sent."""
    event = await get_own(request, db, event_id)
    occurrence = await occurrences.get_changeable(db, event, occurrence_id)
    fields = patched(following(event.fields, occurrence), forms.json_object(await request.body()))
    return await answer(
        request,
        db,
        await continue_event(
            db, event_id, occurrence_id, fields, base_url=base_url(request), by=principal_of(request).role
        ),
    )


@put(TEXT, who=Who.MEMBER, operation_class=body_of(TextFields), tags=["texts"])
async def replace_text_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], language: FromPath[str]
) -> EventView:
    """The title and description in one more language."""
    await get_own(request, db, event_id)
    fields = forms.from_json(TextFields, await request.body())
    return await answer(request, db, await keep_text(db, event_id, language, fields, base_url=base_url(request)))


@delete(TEXT, who=Who.MEMBER, status_code=200, tags=["texts"])
async def delete_text_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], language: FromPath[str]
) -> EventView:
    await get_own(request, db, event_id)
    return await answer(request, db, await remove_text(db, event_id, language, base_url=base_url(request)))


@get("/api/events/{event_id:uuid}/co-organisers", who=Who.MEMBER, tags=["co-organisers"])
async def list_co_organisations_json(
    request: Request, db: Transaction, event_id: FromPath[UUID]
) -> list[CoOrganisation]:
    """Who takes part in one's own event, asks to, or was refused."""
    await get_own(request, db, event_id)
    return await co_organisations.list_of(db, event_id)


@post(
    "/api/events/{event_id:uuid}/co-organisers",
    who=Who.MEMBER,
    status_code=202,
    operation_class=body_of(AskFields),
    tags=["co-organisers"],
)
async def create_co_organisation_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> None:
    """Ask to be named on another organisation's event."""
    fields = forms.from_json(AskFields, await request.body())
    await ask_to_co_organise(
        db,
        event_id,
        organisation_id=caller(request),
        asking_name=principal_of(request).organisation_name,
        note=fields.note,
        base_url=base_url(request),
    )


@put(CO_ORGANISER, who=Who.MEMBER, operation_class=body_of(DecisionFields), tags=["co-organisers"])
async def update_co_organisation_json(
    request: Request, db: Transaction, event_id: FromPath[UUID], organisation_id: FromPath[UUID]
) -> EventView:
    """Accept or refuse an organisation that asked to join one's event."""
    await get_own(request, db, event_id)
    fields = forms.from_json(DecisionFields, await request.body())
    await decide_co_organisation(
        db, event_id, organisation_id=organisation_id, status=fields.status, base_url=base_url(request)
    )
    return await answer(request, db, await events.get(db, event_id))


@delete("/api/events/{event_id:uuid}/co-organisers", who=Who.MEMBER, tags=["co-organisers"])
async def delete_co_organisation_json(request: Request, db: Transaction, event_id: FromPath[UUID]) -> None:
    """Do not take part in another organisation's event any more, or do not ask to."""
    await leave_co_organisation(db, event_id, organisation_id=caller(request), base_url=base_url(request))
