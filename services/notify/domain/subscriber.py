"""Somebody who gets the newsletter, the weekly digest or both."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from shared.categories import SPOKEN_LANGUAGES, Category
from shared.forms import EMAIL
from shared.translations import N_, LanguageCode

# Whoever asks again and again for somebody else's address mails them no more than that.
LINK_PAUSE = timedelta(hours=1)
# A link that nobody pressed until then was not wanted.
CONFIRM_WITHIN = timedelta(days=7)
# Long enough for those who ended it by mistake, and to answer those who ask why they got something.
ENDED_KEPT = timedelta(days=30)
# More than any network has.
MOST_ORGANISATIONS = 500

Address = Annotated[str, Meta(title=N_("Your mail address"), min_length=1, max_length=254, extra=EMAIL)]


class SubscriberState(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


SUBSCRIBER_STATE_NAMES = {
    SubscriberState.PENDING: N_("Not confirmed yet"),
    SubscriberState.ACTIVE: N_("Gets it"),
    SubscriberState.UNSUBSCRIBED: N_("Unsubscribed"),
    SubscriberState.BOUNCED: N_("Address does not work"),
}


class Choices(Struct, frozen=True, kw_only=True):
    """What somebody wants; a filter that is empty lets all events through."""

    language: Annotated[LanguageCode, Meta(title=N_("Language of our mails to you"))]
    wants_editions: Annotated[bool, Meta(title=N_("The newsletter, a few times a year"))] = False
    wants_weekly: Annotated[bool, Meta(title=N_("Every Thursday: the events of the coming two weeks"))] = False
    topics: Annotated[list[Category], Meta(title=N_("Topics"), max_length=len(Category))] = []
    event_languages: Annotated[
        list[str], Meta(title=N_("Languages spoken at the events"), max_length=len(SPOKEN_LANGUAGES))
    ] = []
    organisation_ids: Annotated[list[UUID], Meta(title=N_("Organisations"), max_length=MOST_ORGANISATIONS)] = []

    @classmethod
    def problems_among(cls, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not known.get("wants_editions") and not known.get("wants_weekly"):
            yield "wants_editions", N_("Please choose at least one of the two.")
        if not set(known.get("event_languages") or []) <= set(SPOKEN_LANGUAGES):
            yield "event_languages", N_("Please choose from the list.")


class NewAddress(Struct, frozen=True, kw_only=True):
    """Where somebody wants to get it from now on."""

    email: Annotated[Address, Meta(title=N_("New mail address"))]


class Subscription(Choices, frozen=True, kw_only=True):
    """What somebody fills in who wants to subscribe."""

    email: Address
    consent: Annotated[bool, Meta(title=N_("Your agreement"))] = False

    @classmethod
    def problems_among(cls, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield from Choices.problems_among(known)
        if not known.get("consent"):
            yield "consent", N_("We may only store your details if you agree.")


class Subscriber(Choices, frozen=True, kw_only=True):
    """`ended_at` is when they unsubscribed or their address stopped working."""

    id: UUID
    email: str
    address_key: str
    state: SubscriberState
    token: str
    asked_at: datetime
    link_mailed_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    replaces_id: UUID | None = None

    @property
    def is_active(self) -> bool:
        return self.state is SubscriberState.ACTIVE

    @property
    def path(self) -> str:
        """Their page, below the site's address."""
        return f"/subscriptions/{self.token}"

    @property
    def end_path(self) -> str:
        return f"{self.path}/end"

    def may_be_mailed_a_link(self, now: datetime) -> bool:
        return self.link_mailed_at is None or now - self.link_mailed_at >= LINK_PAUSE


class SubscriberCount(Struct, frozen=True, kw_only=True):
    """How many there are of one state and language."""

    state: SubscriberState
    language: str
    count: int
