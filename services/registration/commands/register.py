"""Register parties for one occurrence: seats for those who fit, the waiting list for the others."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from services.registration.commands.linked import Links, keep_links, make_links
from services.registration.domain.admission import Admission, Ask
from services.registration.domain.booking import check_is_no_course
from services.registration.domain.quota import Quota
from services.registration.domain.refusals import refusal_of
from services.registration.domain.registration import Registration, Reply, fact_about
from services.registration.domain.roster import RegistrationClosed, Roster, choose_closed
from services.registration.domain.sign_up_settings import SignUpSettings
from services.registration.tables import events, organisations, registrations, replies, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.event_details import Audience
from shared.messages.registration import RegistrationFact, RegistrationRepeated
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


async def register_all(db: Connection, date: Date, asks: Iterable[Ask], *, base_url: str) -> list[Reply | Problem]:
    """Register many in the order in which they asked, in one go; each gets an own reply or problem.

    Who asks is looked at once the roster is locked, so that more may have joined until then.
    """
    now = datetime.now(UTC)
    try:
        roster, settings, refusal = await lock_roster(db, date, now=now)
        check_is_no_course(settings)
    except Problem as problem:
        return [problem for _ in asks]
    asks = list(asks)
    admission = await open_admission(db, roster, settings, asks, now=now, refusal=refusal)

    given = [reply_or_problem(admission, ask) for ask in asks]

    await store(db, [admission], base_url=base_url)
    return given


async def lock_roster(
    db: Connection, date: Date, *, now: datetime
) -> tuple[Roster, SignUpSettings, RegistrationClosed | None]:
    """The roster, what its organiser asks, and what to say to those who come to it too late."""
    locked = await rosters.lock_open(db, date.event_id, date.starts_at, date.audiences, now=now)
    if len(locked) == 1:
        [(roster, settings)] = locked
        return roster, settings, None
    roster, refusal = await lock_closed_roster(db, date, now=now)
    return roster, SignUpSettings(), refusal


async def lock_closed_roster(db: Connection, date: Date, *, now: datetime) -> tuple[Roster, RegistrationClosed]:
    """The one that was meant before it was closed: it still knows what it answered. Raises why there is none."""
    event = await events.find_public(db, date.event_id)
    if event is None or event.audience not in date.audiences:
        raise NotFound("event")
    candidates = await rosters.list_of_event(db, date.event_id)
    if not candidates:
        raise refusal_of(event, None)
    roster = await rosters.lock(db, choose_closed(candidates, date.starts_at, now=now).id)
    if roster is None:
        raise NotFound("roster")
    return roster, refusal_of(event, roster)


async def open_admission(
    db: Connection,
    roster: Roster,
    settings: SignUpSettings,
    asks: Sequence[Ask],
    *,
    now: datetime,
    refusal: RegistrationClosed | None = None,
) -> Admission:
    """A turn at the locked roster, with all that is known of those who ask."""
    keys = [ask.request_key for ask in asks if ask.request_key is not None]
    limit = settings.organisation_quota
    return Admission(
        roster,
        settings=settings,
        answered=await replies.find_many(db, roster.id, keys) if keys else {},
        present=await registrations.find_active(db, roster.id, {ask.address_key for ask in asks}),
        quota=None if limit is None else await open_quota(db, roster, asks, limit=limit),
        now=now,
        refusal=refusal,
    )


async def open_quota(db: Connection, roster: Roster, asks: Sequence[Ask], *, limit: int) -> Quota:
    named = {ask.sign_up.organisation for ask in asks}
    return Quota(
        limit=limit,
        organisations=await organisations.find_named(db, named),
        taken=await organisations.count_people(db, roster.id),
    )


def reply_or_problem(admission: Admission, ask: Ask) -> Reply | Problem:
    try:
        return admission.admit(ask)
    except Problem as problem:
        return problem


async def store(db: Connection, admissions: Sequence[Admission], *, base_url: str) -> None:
    """Write what the admissions decided, and tell of it."""
    new = [fact for admission in admissions for fact in admission.facts]
    added = [registration for admission in admissions for registration in admission.added]
    repeated = [registration for admission in admissions for registration in admission.repeated]
    links: Links[RegistrationFact] = Links([], [])
    states = []
    if added:
        # The links are made while the database writes.
        _, links = await asyncio.gather(registrations.insert_many(db, added), make_links_for(new, base_url=base_url))
        kept = await rosters.keep_many(db, [admission.roster for admission in admissions if admission.added])
        states = [roster.state for roster in kept]
    for admission in admissions:
        if admission.replies:
            await replies.insert_many(db, admission.roster.id, admission.replies)
    if repeated:
        again = make_links(await repetitions(db, repeated), base_url=base_url)
        links = Links([*links.facts, *again.facts], [*links.digests, *again.digests])
    if links.facts:
        await keep_links(db, links)
        await outbox.stage(db, *links.facts, *states)


async def make_links_for(facts: list[RegistrationFact], *, base_url: str) -> Links[RegistrationFact]:
    return make_links(facts, base_url=base_url)


async def repetitions(db: Connection, repeated: Sequence[Registration]) -> list[RegistrationRepeated]:
    """Those of one booking say how many they are, so that one mail can tell of all."""
    positions = await registrations.waiting_positions(db, [each.id for each in repeated])
    sizes = Counter(each.booking_id for each in {each.id: each for each in repeated}.values())
    return [
        fact_about(
            RegistrationRepeated,
            each,
            status=each.status,
            waiting_position=positions.get(each.id),
            booking_size=sizes[each.booking_id],
        )
        for each in repeated
    ]
