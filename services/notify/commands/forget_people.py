"""Forget who it was: the participants go, of the mails nothing stays but that there were some."""

from collections.abc import Collection
from uuid import UUID

from services.notify.domain.address_key import address_key
from services.notify.tables import (
    bounced_addresses,
    calendar_replies,
    erased_registrations,
    holds,
    mails,
    participants,
    received_mails,
    subscribers,
)
from shared import dead_letters, outbox
from shared.database import Connection
from shared.messages.notify import NotifyErasureDone
from shared.messages.registration import ErasureRequested, RegistrationErased


async def forget_registration(db: Connection, fact: RegistrationErased) -> None:
    await forget(db, [fact.registration_id])


async def forget_person(db: Connection, request: ErasureRequested) -> None:
    """All of theirs; what was mailed to them as a member stays. Says the same counts when it is asked twice."""
    # First, so that nothing is queued for them any more.
    subscriber_ids = await subscribers.delete_address(db, request.email)
    mail_count = await forget(db, request.registration_ids, subscriber_ids=subscriber_ids, email=request.email)
    participant_count = await participants.forget_address(db, request.email)
    participant_count += await erased_registrations.count_known(db, request.registration_ids)
    # That of the request itself names the address.
    await dead_letters.delete_about(db, [request.erasure_id])
    counts = {"mails": mail_count, "participants": participant_count, "subscribers": len(subscriber_ids)}
    await outbox.stage(db, NotifyErasureDone(erasure_id=request.erasure_id, counts=counts))


async def forget(
    db: Connection, registration_ids: Collection[UUID], *, subscriber_ids: Collection[UUID] = (), email: str = ""
) -> int:
    """How many mails there were about these registrations, to these subscribers, or about any to this address."""
    await holds.take(db, *registration_ids)
    await calendar_replies.delete_many(db, registration_ids)
    await bounced_addresses.delete_only_of(db, registration_ids)
    await bounced_addresses.delete(db, address_key(email))
    # First of the rest, since who sends one of these mails wants its participant next.
    await mails.forget(db, registration_ids, email=email)
    await erased_registrations.insert_many(db, registration_ids)
    await participants.delete_many(db, registration_ids)
    await dead_letters.delete_about(db, registration_ids)
    # Once more, for those that were queued until the participants could be deleted.
    mail_count = await mails.forget(db, registration_ids, subscriber_ids=subscriber_ids, email=email)
    # Last, since of a mail that is not forgotten yet something may come back.
    await received_mails.forget(db, registration_ids, address_key=address_key(email))
    return mail_count
