"""What belongs into a feed, and in which order."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from services.events.domain.words import folded, meanings_of
from shared.calendar import END, calendar
from shared.calendar_entry import rendered_of
from shared.categories import Category
from shared.messages.event_details import Audience, Cost, Group, OccurrenceStatus
from shared.messages.events import PUBLIC_STATUSES, EventState, EventStatus

# Google stops reading at one megabyte, so a feed holds what is recent and to come; the archive feed has everything.
PAST = timedelta(days=92)
# Long enough for every app to come by and show that it is cancelled.
CANCELLED = timedelta(days=14)
# Asked of each entry again.
QUESTIONS_REMEMBERED = 100
# When an entry leaves that goes on without an end.
NEVER = datetime.max.replace(tzinfo=UTC)


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
    # The language of its texts, where they are given in it, and of our own words, such as "cancelled".
    lang: str = "de"
    cancelled: bool = True
    archive: bool = False
    # Only for members: what is internal to the network is in it as well.
    internal: bool = False


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """An event as feeds need it, worked out once when it changes."""

    state: EventState
    # Where it stands among others: by its first date.
    position: tuple[datetime, int]
    # When it is no longer recent; the archive keeps it.
    leaves_at: datetime
    # Nothing of it takes place.
    is_off: bool
    organisations: frozenset[str]
    words: str
    # The zone of its wall times; whole days have none.
    zone: str


class Feed(Struct, frozen=True, kw_only=True):
    body: bytes
    last_modified: datetime


def entry_of(state: EventState) -> Entry | None:
    """None as long as it is not decided on, or has no date."""
    if state.status not in PUBLIC_STATUSES or not state.occurrences or not state.vevents:
        return None
    is_off = state.status is EventStatus.CANCELLED or all(
        occurrence.status is OccurrenceStatus.CANCELLED for occurrence in state.occurrences
    )
    return Entry(
        state=state,
        position=(min(occurrence.starts_at for occurrence in state.occurrences), state.id.int),
        leaves_at=leaves_at(state, is_off=is_off),
        is_off=is_off,
        organisations=frozenset({state.organisation_slug, *(each.slug for each in state.co_organisers)}),
        words=searchable(state),
        zone=state.time_zone if state.starts_at else "",
    )


def is_public(state: EventState) -> bool:
    return state.status in PUBLIC_STATUSES and state.audience is Audience.PUBLIC


def leaves_at(state: EventState, *, is_off: bool) -> datetime:
    """When it leaves the feeds of what is recent and to come."""
    ends_at = max(occurrence.ends_at for occurrence in state.occurrences)
    if is_off:
        return max(ends_at, state.changed_at + CANCELLED)
    # Of a series without an end, the dates are listed for some time ahead only.
    return NEVER if goes_on(state) else ends_at + PAST


def goes_on(state: EventState) -> bool:
    """Whether it is a series without an end (RFC 5545, 3.3.10)."""
    return state.recurrence is not None and not {"COUNT", "UNTIL"} & {
        part.partition("=")[0] for part in state.recurrence.rule.upper().split(";")
    }


def searchable(state: EventState) -> str:
    texts = (f"{text.title} {text.description}" for text in state.texts)
    place = state.place.name if state.place else ""
    return folded(" ".join([state.title, state.description, state.organisation_name, place, *texts]))


def feed_of(
    entries: Iterable[Entry],
    choice: Choice,
    *,
    name: str,
    description: str = "",
    url: str,
    source: str,
    heard_at: datetime,
    now: datetime,
) -> Feed:
    """The feed: rendered pieces, joined in the order in which the entries come.

    It was modified when last something was heard, or when an entry last left it: apps that go by the date alone must
    see that too. `heard_at` is of any change, for nobody remembers in which feeds an entry was before.
    """
    present = []
    for entry in entries:
        if not is_chosen(entry, choice):
            continue
        if is_current(entry, choice, now):
            present.append(entry)
        else:
            heard_at = max(heard_at, entry.leaves_at)
    frame = calendar(
        [],
        name=name,
        description=description,
        language=choice.lang,
        time_zones={entry.zone for entry in present if entry.zone},
        url=url,
        source=source,
    )
    head = frame.decode().removesuffix(END)
    body = "".join([head, *(piece(entry, choice) for entry in present), END])
    return Feed(body=body.encode(), last_modified=heard_at)


def is_chosen(entry: Entry, choice: Choice) -> bool:
    """Whether it is what the feed is about, be it past or to come."""
    state = entry.state
    return (
        (choice.internal or state.audience is Audience.PUBLIC)
        and choice.event in {None, state.slug}
        and (choice.organisation is None or choice.organisation in entry.organisations)
        and choice.campaign in {None, state.campaign}
        and choice.category in {None, state.category}
        and (choice.language is None or choice.language in state.languages)
        and (choice.for_whom is None or not state.facts.for_whom or choice.for_whom in state.facts.for_whom)
        and choice.cost in {None, state.facts.cost}
        and (choice.q is None or has_all(entry.words, choice.q))
        and (choice.cancelled or not entry.is_off)
    )


def has_all(words: str, q: str) -> bool:
    """Whether each word that was looked for is there, or one that means the same."""
    return all(any(part in words for part in parts) for parts in parts_of(q))


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def parts_of(q: str) -> list[list[str]]:
    return [meaning.parts or [meaning.word] for meaning in meanings_of(q)]


def is_current(entry: Entry, choice: Choice, now: datetime) -> bool:
    return choice.archive or choice.event is not None or entry.leaves_at > now


def piece(entry: Entry, choice: Choice) -> str:
    """Its VEVENTs in the chosen language, or else in its own."""
    return rendered_of(entry.state, choice.lang, without_cancelled=not choice.cancelled) or ""
