"""A person wants all of theirs deleted: here at once, in the other services and the streams soon after."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.registration.commands.erase_registrations import erase_registrations
from services.registration.commands.give_up import give_up
from services.registration.commands.locked import lock_roster_of
from services.registration.domain.changes import ATTENDED_OR_MISSED
from services.registration.domain.erasure import purge_of_request
from services.registration.domain.person import Person
from services.registration.tables import erasures, opinions, personal_feeds, purges, registrations, rosters
from shared import outbox
from shared.database import Connection
from shared.messages.registration import ErasureRequested
from shared.sessions import digest_of


async def request_erasure(db: Connection, person: Person, *, email: str, receipt: str, base_url: str) -> None:
    """Nothing more happens to what is over; places that are still to come go to those who wait, without a mail.

    `receipt` is the token of the page that tells what became of it; a second request with the same one does nothing.
    The other services look for the `email` as well, unless the link does not prove it.
    """
    now = datetime.now(UTC)
    erasure_id = uuid4()
    if not await erasures.insert(db, erasure_id, digest=digest_of(receipt), requested_at=now):
        return
    ids = [each.id for each in await registrations.list_of_person(db, person)]
    # All at once, and in the order of their ids: two who lock several never wait for each other.
    await rosters.lock_all_with(db, ids)
    for registration_id in ids:
        await free_places(db, registration_id, base_url=base_url, now=now)
    feed_count = await personal_feeds.delete_of(db, person)
    await opinions.delete_of(db, ids)
    counts = await erase_registrations(db, ids, now=now, erasure_id=erasure_id)
    await erasures.keep_own_counts(db, erasure_id, counts | {"feeds": feed_count})
    await purges.insert_many(db, [purge_of_request(erasure_id)])
    proven_email = "" if person.booking_id else email
    await outbox.stage(db, ErasureRequested(erasure_id=erasure_id, email=proven_email, registration_ids=ids))


async def free_places(db: Connection, registration_id: UUID, *, base_url: str, now: datetime) -> None:
    roster, registration = await lock_roster_of(db, registration_id)
    if registration.is_active and registration.status not in ATTENDED_OR_MISSED and now < roster.ends_at:
        await give_up(db, roster, registration, base_url=base_url, now=now)
