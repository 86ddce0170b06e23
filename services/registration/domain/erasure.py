"""How people are forgotten: in the tables at once, in the streams as soon as everybody has heard of it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.messages.registration import ErasureRequested


class Erasure(Struct, frozen=True, kw_only=True):
    """All of a person's was to be deleted: how much of what that was, and nothing about them."""

    requested_at: datetime
    registration_counts: dict[str, int]
    # None until the service has answered.
    events_counts: dict[str, int] | None
    notify_counts: dict[str, int] | None
    # By stream.
    purged_counts: dict[str, int]
    # Subjects that are still in a stream.
    left_count: int

    @property
    def is_done(self) -> bool:
        return self.events_counts is not None and self.notify_counts is not None and not self.left_count


class Purge(Struct, frozen=True, kw_only=True):
    """Messages with this subject name somebody who is forgotten; the last `kept_count` of them do not."""

    subject: str
    about_id: UUID
    kept_count: int = 0
    erasure_id: UUID | None = None

    @property
    def stream(self) -> str:
        return f"{self.subject.partition('.')[0].upper()}_FACTS"


def purges_about(registration_id: UUID, erasure_id: UUID | None) -> list[Purge]:
    """The last fact about it says that it is erased: it names nobody, and who has not heard it yet still can."""
    return [
        Purge(
            subject=f"registration.*.{registration_id}", about_id=registration_id, kept_count=1, erasure_id=erasure_id
        ),
        Purge(subject=f"notify.*.{registration_id}", about_id=registration_id, erasure_id=erasure_id),
    ]


def purge_of_request(erasure_id: UUID) -> Purge:
    """The request to erase names the address itself."""
    return Purge(subject=f"{ErasureRequested.topic}.{erasure_id}", about_id=erasure_id, erasure_id=erasure_id)


def purge_of_events(forgotten_id: UUID, erasure_id: UUID) -> Purge:
    """What the events service said about an application or an invitation."""
    return Purge(subject=f"events.*.{forgotten_id}", about_id=forgotten_id, erasure_id=erasure_id)
