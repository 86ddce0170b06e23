"""Register parties for one occurrence: seats for those who fit, the waiting list for the others."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from services.registration.commands.linked import linked
from services.registration.domain.admission import Admission, Ask
from services.registration.domain.registration import Reply, address_key, fact_about
from services.registration.domain.roster import RegistrationClosed, Roster, SoldOut, choose_closed
from services.registration.tables import events, registrations, replies, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.event_details import Audience
from shared.messages.registration import RegistrationRepeated
from shared.problems import NotFound, Problem


class Date(Struct, frozen=True, kw_only=True):
    """What one registers for: an event, and which of its dates if there are several, by the clocks there.

    `audiences` are those that the one who asks belongs to.
    """

    event_id: UUID
    starts_at: datetime | None = None
    audiences: frozenset[Audience] = frozenset({Audience.PUBLIC})


async def register(db: Connection, date: Date, ask: Ask, *, base_url: str) -> Reply:
    """Register one party. Raises `NotFound`, `RegistrationClosed` or `Invalid`."""
    [answer] = await register_all(db, date, [ask], base_url=base_url)
    if isinstance(answer, Problem):
        raise answer
    return answer


async def register_all(db: Connection, date: Date, asks: Sequence[Ask], *, base_url: str) -> list[Reply | Problem]:
    """Register many in the order in which they asked, in one go; each gets an own answer or problem."""
    try:
        admission = await open_admission(db, date, asks)
    except Problem as problem:
        return [problem] * len(asks)

    given = [answer_or_problem(admission, ask) for ask in asks]

    await store(db, admission, base_url=base_url)
    return given


async def open_admission(db: Connection, date: Date, asks: Sequence[Ask]) -> Admission:
    """A turn at the locked roster, with all that is known of those who ask."""
    roster, refusal = await lock_roster(db, date)
    keys = [ask.request_key for ask in asks if ask.request_key is not None]
    return Admission(
        roster,
        answered=await replies.find_many(db, roster.id, keys) if keys else {},
        present=await registrations.find_active(db, roster.id, {address_key(ask.sign_up.email) for ask in asks}),
        now=datetime.now(UTC),
        refusal=refusal,
    )


async def lock_roster(db: Connection, date: Date) -> tuple[Roster, type[RegistrationClosed]]:
    """The roster, and what to say to those who come to it too late."""
    locked = await rosters.lock_open(db, date.event_id, date.starts_at, date.audiences)
    return (locked[0], RegistrationClosed) if len(locked) == 1 else await lock_closed_roster(db, date)


async def lock_closed_roster(db: Connection, date: Date) -> tuple[Roster, type[RegistrationClosed]]:
    """The one that was meant before it was closed: it still knows what it answered. Raises why there is none."""
    event = await events.find_public(db, date.event_id)
    if event is None or event.audience not in date.audiences:
        raise NotFound("event")
    refusal = SoldOut if event.is_sold_out else RegistrationClosed
    candidates = await rosters.list_of_event(db, date.event_id)
    if not candidates:
        raise refusal
    roster = await rosters.lock(db, choose_closed(candidates, date.starts_at).id)
    if roster is None:
        raise NotFound("roster")
    return roster, refusal


def answer_or_problem(admission: Admission, ask: Ask) -> Reply | Problem:
    try:
        return admission.admit(ask)
    except Problem as problem:
        return problem


async def store(db: Connection, admission: Admission, *, base_url: str) -> None:
    """Write what the admission decided, and tell of it."""
    facts = [*admission.facts]
    states = []
    if admission.added:
        await registrations.insert_many(db, admission.added)
        states.append((await rosters.keep(db, admission.roster)).state)
    if admission.repeated:
        facts += await repetitions(db, admission)
    if admission.replies:
        await replies.insert_many(db, admission.roster.id, admission.replies)
    if facts:
        await outbox.stage(db, *await linked(db, facts, base_url=base_url), *states)


async def repetitions(db: Connection, admission: Admission) -> list[RegistrationRepeated]:
    positions = await registrations.waiting_positions(db, [each.id for each in admission.repeated])
    return [
        fact_about(RegistrationRepeated, each, status=each.status, waiting_position=positions.get(each.id))
        for each in admission.repeated
    ]
