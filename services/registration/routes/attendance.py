"""Checking people in, from the page of a registration, the list at the door, or a program."""

from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import delete, post, put
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from services.registration.commands.check_in import check_in
from services.registration.commands.undo_check_in import undo_check_in
from services.registration.domain.attendance import Arrival, Word
from services.registration.domain.registration import Registration
from services.registration.routes.own import get_own_registration
from services.registration.routes.registrations import NOT_STORED
from shared.access import Who
from shared.forms import from_form, from_json
from shared.messages.registration import RegistrationStatus
from shared.openapi import body_of, query_of
from shared.web import Request, Transaction, base_url, see_other, typed_form


class Tapped(Arrival, frozen=True, kw_only=True):
    """Where the button was: on the page of the registration, or in the list at the door, perhaps searched for `q`."""

    at: Literal["page", "door"] = "page"
    q: str = ""


class Attendance(Struct, frozen=True, kw_only=True):
    """Whether a party is there, and how many of it."""

    id: UUID
    status: RegistrationStatus
    party_size: int
    attended_count: int


@post("/portal/rosters/registrations/{registration_id:uuid}/attendance", who=Who.MEMBER, include_in_schema=False)
async def create_attendance(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    form = from_form(Tapped, await typed_form(request))
    await check_in(db, registration.id, form, base_url=base_url(request))
    return back(registration, form)


@post(
    "/portal/rosters/registrations/{registration_id:uuid}/attendance/removal", who=Who.MEMBER, include_in_schema=False
)
async def create_attendance_removal(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Redirect:
    registration = await get_own_registration(request, db, registration_id)
    form = from_form(Tapped, await typed_form(request))
    await undo_check_in(db, registration.id, form)
    return back(registration, form)


def back(registration: Registration, form: Tapped) -> Redirect:
    """To where the button was, without losing one's place in a long list."""
    if form.at == "page":
        return see_other(f"/portal/rosters/registrations/{registration.id}")
    query = f"?{urlencode({'q': form.q})}" if form.q else ""
    return see_other(f"/portal/rosters/dates/{registration.roster_id}/door{query}#party-{registration.id}")


@put(
    "/api/registrations/{registration_id:uuid}/attendance",
    who=Who.MEMBER,
    operation_class=body_of(Arrival),
    summary="They are here",
    cache_control=NOT_STORED,
)
async def put_attendance(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Attendance:
    """All of the party, unless the body says how many."""
    registration = await get_own_registration(request, db, registration_id)
    arrival = from_json(Arrival, await request.body() or b"{}")
    return attendance_of(await check_in(db, registration.id, arrival, base_url=base_url(request)))


@delete(
    "/api/registrations/{registration_id:uuid}/attendance",
    who=Who.MEMBER,
    status_code=200,
    operation_class=query_of(Word),
    summary="They are not here after all",
    cache_control=NOT_STORED,
)
async def delete_attendance(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Attendance:
    registration = await get_own_registration(request, db, registration_id)
    word = from_form(Word, dict(request.query_params))
    return attendance_of(await undo_check_in(db, registration.id, word))


def attendance_of(registration: Registration) -> Attendance:
    return Attendance(
        id=registration.id,
        status=registration.status,
        party_size=registration.party_size,
        attended_count=registration.attended_count,
    )


ROUTES = (create_attendance, create_attendance_removal, put_attendance, delete_attendance)
