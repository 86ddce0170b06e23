"""What a form of one's own has to ask, for websites that let people sign up through the API."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from msgspec import Struct

from services.registration.domain.privacy_notice import NOTICE_VERSION
from services.registration.domain.roster import is_open
from services.registration.domain.sign_up_settings import BookingKind, NoteTexts, Question
from services.registration.routes.asking import EventUnknown, audiences_of
from services.registration.tables import events, organisations, rosters, sign_up_settings
from shared.access import Who
from shared.messages.event_details import WallTime
from shared.web import Request, Transaction, base_url


class OpenDate(Struct, frozen=True, kw_only=True):
    """A date one can sign up for, by the clocks there; no `seats_left` means no limit."""

    starts_at: WallTime
    seats_left: int | None


class OrganisationChoice(Struct, frozen=True, kw_only=True):
    """One can come from it."""

    slug: str
    name: str


class SignUpForm(Struct, frozen=True, kw_only=True):
    """What to ask and to show. Without dates nobody can sign up now.

    The versions are to be sent along; `organisations` are to choose from where places are shared out among them.
    """

    event_id: UUID
    dates: list[OpenDate]
    booking: BookingKind
    settings_version: int
    note: str
    note_texts: NoteTexts
    questions: list[Question]
    asks_names: bool
    proves_address: bool
    largest_party: int
    organisations: list[OrganisationChoice]
    keep_days: int
    coordinators_see_people: bool
    notice_version: int
    privacy_notice: str


@get("/api/registrations/forms/{event_id:uuid}", who=Who.ANYONE, summary="What is asked of those who sign up")
async def show_sign_up_form(request: Request, db: Transaction, event_id: FromPath[UUID]) -> SignUpForm:
    event = await events.find_public(db, event_id)
    if event is None or event.audience not in audiences_of(request):
        raise EventUnknown("event")
    settings = await sign_up_settings.get(db, event_id)
    now = datetime.now(UTC)
    dates = [roster for roster in await rosters.list_of_event(db, event_id) if is_open(roster, now)]
    from_where = await organisations.list_all(db) if settings.organisation_quota is not None else []
    return SignUpForm(
        event_id=event_id,
        dates=[OpenDate(starts_at=each.wall_time, seats_left=each.seats_left) for each in dates],
        booking=settings.booking,
        settings_version=settings.version,
        note=settings.note,
        note_texts=settings.note_texts,
        questions=settings.asked,
        asks_names=settings.asks_names,
        proves_address=settings.proves_address,
        largest_party=settings.largest_party,
        organisations=[OrganisationChoice(slug=each.slug, name=each.name) for each in from_where],
        keep_days=settings.keep_days,
        coordinators_see_people=settings.coordinators_see_people,
        notice_version=NOTICE_VERSION,
        privacy_notice=f"{base_url(request)}/register/privacy?version={NOTICE_VERSION}",
    )


ROUTES = (show_sign_up_form,)
