"""One date of a partner's series: move it, cancel it, take it out, or change it and all that follow."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from services.events.commands.cancel_occurrence import cancel_occurrence
from services.events.commands.continue_event import continue_event
from services.events.commands.move_occurrence import move_occurrence
from services.events.commands.take_out_occurrence import take_out_occurrence
from services.events.domain.event import EDITABLE, Event
from services.events.domain.occurrence_dates import dates_of
from services.events.domain.occurrences import MoveFields, StoredOccurrence, following
from services.events.routes.api_events import get_own
from services.events.routes.entry_form import CHECK, Frame, checked_page, fields_in, form_page, typed_of
from services.events.routes.neighbours import occasion_of, page_of
from services.events.tables import occurrences, sign_ups
from shared import forms
from shared.access import Who
from shared.database import Connection
from shared.messages.event_details import OccurrenceStatus
from shared.messages.events import EventStatus
from shared.problems import Invalid, NotFound
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, page, principal_of, see_other, typed_form

OCCURRENCE = "/portal/events/{event_id:uuid}/occurrences/{occurrence_id:uuid}"


class OneDate(Struct, frozen=True, kw_only=True):
    """A date of a series, and what may still be done with it."""

    id: UUID
    when: MoveFields
    is_cancelled: bool
    may_change: bool
    may_take_out: bool


@get(OCCURRENCE, who=Who.MEMBER, include_in_schema=False)
async def show_occurrence(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Response[str]:
    event, occurrence = await get_date(request, db, event_id, occurrence_id)
    return await occurrence_page(request, db, event, occurrence, msgspec.to_builtins(dates_of(event, occurrence)))


@post(OCCURRENCE, who=Who.MEMBER, include_in_schema=False)
async def update_occurrence(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Move this date; the others stay."""
    event, occurrence = await get_date(request, db, event_id, occurrence_id)
    typed = await typed_form(request)
    try:
        fields = forms.from_form(MoveFields, typed)
        await move_occurrence(db, event_id, occurrence_id, fields, base_url=base_url(request))
    except Invalid as problem:
        return await occurrence_page(request, db, event, occurrence, typed, problem=problem)
    return see_other(f"/portal/events/{event_id}#dates")


@post(f"{OCCURRENCE}/cancellation", who=Who.MEMBER, include_in_schema=False)
async def create_occurrence_cancellation(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Redirect:
    await get_own(request, db, event_id)
    await cancel_occurrence(db, event_id, occurrence_id, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}#dates")


@post(f"{OCCURRENCE}/removal", who=Who.MEMBER, include_in_schema=False)
async def create_occurrence_removal(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Redirect:
    """As if the series never had this date."""
    await get_own(request, db, event_id)
    await take_out_occurrence(db, event_id, occurrence_id, base_url=base_url(request))
    return see_other(f"/portal/events/{event_id}#dates")


@get(f"{OCCURRENCE}/continuation", who=Who.MEMBER, include_in_schema=False)
async def new_continuation(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Response[str]:
    event, occurrence = await get_date(request, db, event_id, occurrence_id)
    typed = typed_of(following(event.fields, occurrence))
    return await form_page(request, db, typed, continuation_of(event, occurrence_id))


@post(f"{OCCURRENCE}/continuation", who=Who.MEMBER, include_in_schema=False)
async def create_continuation(
    request: Request, db: Transaction, event_id: FromPath[UUID], occurrence_id: FromPath[UUID]
) -> Response[str] | Redirect:
    """Change this date and all that follow: they become an entry of their own."""
    event, _ = await get_date(request, db, event_id, occurrence_id)
    typed = await typed_form(request)
    frame = continuation_of(event, occurrence_id)
    if CHECK in typed:
        return await checked_page(request, db, typed, frame)
    try:
        continued = await continue_event(
            db, event_id, occurrence_id, fields_in(typed), base_url=base_url(request), by=principal_of(request).role
        )
    except Invalid as problem:
        return await form_page(request, db, typed, frame, problem=problem)
    return see_other(f"/portal/events/{continued.id}")


def continuation_of(event: Event, occurrence_id: UUID) -> Frame:
    return Frame(
        action=f"/portal/events/{event.id}/occurrences/{occurrence_id}/continuation",
        back=f"/portal/events/{event.id}",
        heading=N_("Change this and all later dates"),
        event=event,
    )


async def get_date(
    request: Request, db: Connection, event_id: UUID, occurrence_id: UUID
) -> tuple[Event, StoredOccurrence]:
    """One date of a series that the reader may change. Raises `NotFound`."""
    event = await get_own(request, db, event_id)
    stored = await occurrences.list_stored(db, event_id)
    found = next((each for each in stored if each.id == occurrence_id), None)
    if found is None or event.recurrence is None:
        raise NotFound("occurrence")
    return event, found


async def occurrence_page(
    request: Request,
    db: Connection,
    event: Event,
    occurrence: StoredOccurrence,
    typed: dict[str, Any],
    *,
    problem: Invalid | None = None,
) -> Response[str]:
    when = dates_of(event, occurrence)
    is_cancelled = occurrence.status is OccurrenceStatus.CANCELLED
    is_ahead = occurrence.ends_at > datetime.now(UTC)
    is_known = event.status in {EventStatus.PUBLISHED, EventStatus.POSTPONED}
    return page(
        request,
        "own_occurrence.html",
        event=event,
        date=OneDate(
            id=occurrence.id,
            when=when,
            is_cancelled=is_cancelled,
            may_change=is_known and is_ahead and not is_cancelled,
            may_take_out=event.status in EDITABLE and is_ahead,
        ),
        form=form_for(request, MoveFields, typed, problem),
        numbers=(await sign_ups.list_for(db, [event.id])).get(occurrence.id),
        neighbours=await page_of(request, db, occasion_of(event, when)),
    )
