"""Register a party for several dates of an event at once, or for all of a course: seats or the waiting list on each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from services.registration.commands.register import open_quota, store
from services.registration.domain.admission import Admission, Ask, check_body
from services.registration.domain.booking import check_is_no_course, chosen_dates, course_dates
from services.registration.domain.event_rosters import takes_registrations
from services.registration.domain.refusals import refusal_of
from services.registration.domain.registration import DateReply, Reply
from services.registration.domain.roster import Roster
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import bookings, events, replies, rosters, sign_up_settings
from shared.database import Connection
from shared.messages.event_details import Audience
from shared.messages.events import EventState
from shared.problems import NotFound


class Booking(Struct, frozen=True, kw_only=True):
    """What one registers for: dates of an event, by the clocks there, or all of them that are to come."""

    event_id: UUID
    dates: list[datetime] = []
    whole_course: bool = False
    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})


async def register_for_dates(db: Connection, booking: Booking, ask: Ask, *, base_url: str) -> list[DateReply]:
    """The replies in the order of the dates; what stands in the way of one stands in the way of all.

    Raises `NotFound`, `RegistrationClosed` or `Invalid`.
    """
    now = datetime.now(UTC)
    event = await events.find_public(db, booking.event_id)
    if event is None or event.audience not in booking.audiences:
        raise NotFound("event")
    dates = None if booking.whole_course else booking.dates
    found = await rosters.lock_dates(db, event.id, dates, now=now)
    before = await replies_before(db, ask)
    if before:
        return before

    settings = await sign_up_settings.get(db, event.id)
    chosen = choose(found, booking, event, settings, now=now)
    asks = asks_for(ask, len(chosen))
    admissions = await open_admissions(db, chosen, settings, asks, now=now)
    given = [
        date_reply(admission.admit(each), admission.roster) for admission, each in zip(admissions, asks, strict=True)
    ]

    tell_the_size(admissions)
    await store(db, admissions, base_url=base_url)
    return given


async def replies_before(db: Connection, ask: Ask) -> list[DateReply]:
    """What was replied to the same request. Raises `Invalid` when it was another one that had the key."""
    before = [] if ask.request_key is None else await replies.list_for_dates(db, ask.request_key)
    for body_digest, _ in before:
        check_body(body_digest, ask)
    return [reply for _, reply in before]


def choose(
    found: list[Roster], booking: Booking, event: EventState, settings: SignUpSettings, *, now: datetime
) -> list[Roster]:
    """The rosters that are meant, in the order of their dates. Raises `RegistrationClosed` or `Invalid`."""
    if not takes_registrations(event):
        raise refusal_of(event, None)
    if not booking.whole_course:
        check_is_no_course(settings)
        return chosen_dates(found, booking.dates, event, now=now)
    course = course_dates(found, now=now)
    if not course:
        raise refusal_of(event, None)
    return course


def asks_for(ask: Ask, count: int) -> list[Ask]:
    """One for each date; all are of one booking, which has the id of the first."""
    return [replace(ask, id=ask.id if number == 0 else uuid4(), booking_id=ask.id) for number in range(count)]


async def open_admissions(
    db: Connection, chosen: list[Roster], settings: SignUpSettings, asks: list[Ask], *, now: datetime
) -> list[Admission]:
    key, limit = asks[0].address_key, settings.organisation_quota
    present = await bookings.find_active(db, key, [roster.id for roster in chosen])
    return [
        Admission(
            roster,
            settings=settings,
            answered={},
            present={key: present[roster.id]} if roster.id in present else {},
            quota=None if limit is None else await open_quota(db, roster, asks, limit=limit),
            now=now,
        )
        for roster in chosen
    ]


def date_reply(reply: Reply, roster: Roster) -> DateReply:
    return DateReply(
        registration_id=reply.registration_id,
        status=reply.status,
        waiting_position=reply.waiting_position,
        starts_at=roster.wall_time,
    )


def tell_the_size(admissions: Sequence[Admission]) -> None:
    """Each fact says how many there are of the booking, so that one mail can tell of all."""
    size = sum(len(admission.facts) for admission in admissions)
    for admission in admissions:
        admission.facts = [replace(fact, booking_size=size) for fact in admission.facts]
