"""The page on which an organiser changes what people filled in."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from msgspec.structs import replace

from services.registration.commands.change_for_people import change_for_people
from services.registration.domain.answers import field_of, without_duties
from services.registration.domain.changes import Change
from services.registration.domain.registration import Registration
from services.registration.routes.by_hand import names_in, question_labels
from services.registration.routes.own import get_own_registration
from services.registration.routes.sign_up_form import asked_in
from services.registration.tables import sign_up_settings
from shared.access import Who
from shared.database import Connection
from shared.forms import from_form
from shared.problems import Invalid, invalid
from shared.sentences import FILL_IN
from shared.translations import N_
from shared.web import Request, Transaction, base_url, form_for, language_of, page, see_other, typed_form

# Their own page says "your".
LABELS = {
    "name": N_("Name"),
    "email": N_("Mail address"),
    "phone": N_("Phone number"),
    "language": N_("Their language"),
    "attendees": N_("Names of the people"),
}


@get("/portal/rosters/registrations/{registration_id:uuid}/edit", who=Who.MEMBER, include_in_schema=False)
async def edit_party(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Response[str]:
    registration = await get_own_registration(request, db, registration_id)
    return await edit_page(request, db, registration, typed_of(registration))


@post("/portal/rosters/registrations/{registration_id:uuid}/edit", who=Who.MEMBER, include_in_schema=False)
async def update_party(request: Request, db: Transaction, registration_id: FromPath[UUID]) -> Response[Any]:
    registration = await get_own_registration(request, db, registration_id)
    typed = await typed_form(request)
    try:
        change = read(typed, registration)
        await change_for_people(db, registration.id, change, base_url=base_url(request))
    except Invalid as problem:
        return await edit_page(request, db, registration, typed, problem)
    return see_other(f"/portal/rosters/registrations/{registration.id}")


def typed_of(registration: Registration) -> dict[str, Any]:
    """The registration as its page would send it."""
    return {
        "name": registration.name,
        "email": registration.email,
        "phone": registration.phone,
        "party_size": registration.party_size,
        "smallest_party": registration.smallest_party,
        "language": registration.language,
        "attendees": "\n".join(registration.attendees),
        **{field_of(question): shown(answer) for question, answer in registration.answers.items()},
    }


def shown(answer: Any) -> Any:
    """What a ticked box sends, and all else as it is."""
    return "on" if answer is True else answer


def read(typed: dict[str, Any], registration: Registration) -> Change:
    """The page shows all there is: what is empty in it is to be empty. Raises `Invalid`."""
    change = from_form(Change, typed | {"attendees": names_in(typed)})
    if not change.name:
        raise invalid("name", FILL_IN)
    if not (change.email or change.phone) and (registration.email or registration.phone):
        raise invalid("phone", N_("Please give a phone number or a mail address, so that they hear of changes."))
    return replace(
        change,
        email=change.email or "",
        phone=change.phone or "",
        smallest_party=change.smallest_party or change.party_size,
        attendees=change.attendees or [],
        answers=change.answers or {},
    )


async def edit_page(
    request: Request, db: Connection, registration: Registration, typed: dict[str, Any], problem: Invalid | None = None
) -> Response[str]:
    language = language_of(request).code
    settings = await sign_up_settings.get(db, registration.event_id)
    form = form_for(request, Change, typed, problem)
    form.labels |= LABELS | question_labels(settings, language)
    return page(
        request,
        "party_edit.html",
        registration=registration,
        form=form,
        settings=settings,
        asked=asked_in(without_duties(settings), language),
    )


ROUTES = (edit_party, update_party)
