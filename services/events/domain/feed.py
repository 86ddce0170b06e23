"""What belongs into a feed, and in which order."""

import gzip
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from services.events.domain.categories import Category
from shared.calendar import calendar
from shared.messages.event_details import Audience, Cost, Group
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus

# Google stops reading at one megabyte, so a feed holds what is recent and to come; the archive feed has everything.
PAST = timedelta(days=92)
# Long enough for every app to come by and show that it is cancelled.
CANCELLED = timedelta(days=14)
# When a feed without entries last changed.
NEVER = datetime(2020, 1, 1, tzinfo=UTC)


class Choice(Struct, frozen=True, kw_only=True):
    """What a feed is about; all that is given must hold."""

    event: str | None = None
    organisation: str | None = None
    campaign: str | None = None
    category: Category | None = None
    language: str | None = None
    for_whom: Group | None = None
    cost: Cost | None = None
    q: str | None = None
    # The language of our own words in it, such as "cancelled".
    lang: str = "de"
    archive: bool = False
    # Also what is only for the members of the network.
    internal: bool = False


class Content(Struct, frozen=True, kw_only=True):
    """The bytes of a feed as they are sent, and the strong ETag of just these bytes (RFC 9110, 8.8.3)."""

    body: bytes
    etag: str


class Feed(Struct, frozen=True, kw_only=True):
    plain: Content
    zipped: Content
    last_modified: datetime


def feed_of(states: Iterable[EventState], choice: Choice, *, name: str, url: str, source: str, now: datetime) -> Feed:
    """The feed: rendered pieces, joined in the order of their dates."""
    entries = sorted(
        (state for state in states if belongs(state, choice, now)),
        key=lambda state: (state.occurrences[0].starts_at, state.id),
    )
    body = calendar(
        [piece(state, choice.lang) for state in entries],
        name=name,
        language=choice.lang,
        time_zones={state.time_zone for state in entries if state.starts_at},
        url=url,
        source=source,
    )
    return Feed(
        plain=content(body),
        # The same feed gives the same bytes, so no time in it.
        zipped=content(gzip.compress(body, mtime=0)),
        last_modified=max((state.changed_at for state in entries), default=NEVER),
    )


def content(body: bytes) -> Content:
    return Content(body=body, etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def piece(state: EventState, language: str) -> str:
    return state.vevents.get(language) or state.vevents[state.language]


def belongs(state: EventState, choice: Choice, now: datetime) -> bool:
    if state.status not in PUBLIC_STATUSES or not state.occurrences or not state.vevents:
        return False
    if state.audience is not Audience.PUBLIC and not choice.internal:
        return False
    if choice.event:
        return state.slug == choice.event
    return is_current(state, choice, now) and is_chosen(state, choice)


def is_current(state: EventState, choice: Choice, now: datetime) -> bool:
    if choice.archive:
        return True
    ends_at = state.occurrences[-1].ends_at
    if state.status is EventStatus.CANCELLED:
        return max(ends_at, state.changed_at + CANCELLED) > now
    return ends_at > now - PAST


def is_chosen(state: EventState, choice: Choice) -> bool:
    return (
        choice.organisation in {None, state.organisation_slug, *(each.slug for each in state.co_organisers)}
        and choice.campaign in {None, state.campaign}
        and choice.category in {None, state.category}
        and (choice.language is None or choice.language in state.languages)
        and (choice.for_whom is None or not state.facts.for_whom or choice.for_whom in state.facts.for_whom)
        and choice.cost in {None, state.facts.cost}
        and (choice.q is None or choice.q.casefold() in searchable(state))
    )


def searchable(state: EventState) -> str:
    return f"{state.title} {state.description} {state.organisation_name}".casefold()
