"""One registration as its organiser sees it, and as the code on people's phones opens it at the door."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.registration.domain.answers import shown_answers
from services.registration.domain.attendance import is_door_open
from services.registration.domain.registration import Registration
from services.registration.routes.history import history_of
from services.registration.routes.looking import Sight, look_at_registration
from services.registration.routes.roster import local_time
from services.registration.tables import events, registrations, rosters, sign_up_settings
from shared import copies
from shared.access import Who
from shared.database import Connection
from shared.messages.events import OrganisationState
from shared.problems import NotFound
from shared.web import Request, Transaction, language_of, page


@get("/portal/rosters/registrations/{registration_id:uuid}", who=Who.MEMBER, include_in_schema=False)
async def show_party(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Response[str]:
    sight, registration = await look_at_registration(request, db, registration_id)
    return await party_page(request, db, registration, sight)


async def party_page(request: Request, db: Connection, registration: Registration, sight: Sight) -> Response[str]:
    settings = await sign_up_settings.get(db, registration.event_id)
    come_from = registration.organisation_id
    positions = await registrations.waiting_positions(db, [registration.id])
    return page(
        request,
        "party.html",
        registration=registration,
        sight=sight,
        event=(await events.find_many(db, [registration.event_id])).get(registration.event_id),
        position=positions.get(registration.id),
        answers=shown_answers(settings, registration.answers, language_of(request).code),
        organisation=await copies.find(db, OrganisationState, come_from) if come_from else None,
        history=await history_of(request, db, registration.id),
        **await date_of(db, registration),
    )


async def date_of(db: Connection, registration: Registration) -> dict[str, Any]:
    roster = await rosters.get(db, registration.roster_id)
    if roster is None:
        raise NotFound("roster")
    return {
        "roster": roster,
        "is_door_open": is_door_open(roster, datetime.now(UTC)),
        "local": lambda moment: local_time(moment, roster.time_zone),
    }


ROUTES = (show_party,)
