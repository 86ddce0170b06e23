"""How current calendar apps are: how long after a change they had it.

Requests have no address, so the apps of a family cannot be told apart. But most say what they have already
(`If-None-Match`): then all changes since that are new to the one that asks.
"""

from collections import Counter, deque
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from math import ceil
from statistics import median
from uuid import UUID, uuid5

from msgspec import Struct

from services.events.domain.app_families import Family
from shared.messages.events import FeedReadersState, SeenChange

KEEP_CHANGES = timedelta(days=30)
KEEP_DAYS = 7
MOST_KEPT = 500
# Of each feed; an app that was away for longer counts for these only.
MOST_VERSIONS = 20
# Whoever makes up addresses must not fill the memory.
MOST_FEEDS = 5000
# So that an edge's state of a family has the same id for ever.
NAMESPACE = UUID("7c1c4c5e-0d0f-4a7c-9f0c-1b6a4a5f4e52")
# Of fewer nobody can tell what is usual.
FEWEST = 5


class FeedRequest(Struct, frozen=True, kw_only=True):
    """A request that was answered with a feed (200) or with "not changed" (304)."""

    asked_at: datetime
    family: Family
    path: str
    status: int
    last_modified: datetime | None = None
    has_etag: str = ""


class Versions:
    """When a feed changed, as its answers said, the oldest first; and what has which tag."""

    def __init__(self) -> None:
        self.changes: deque[datetime] = deque(maxlen=MOST_VERSIONS)
        self.tags: dict[str, datetime] = {}
        # Of each family that does not say what it has: the version it got last.
        self.fetched: dict[Family, datetime] = {}

    def add(self, changed_at: datetime) -> None:
        if not self.changes or self.changes[-1] < changed_at:
            self.changes.append(changed_at)
            self.tags = {tag: at for tag, at in self.tags.items() if at >= self.changes[0]}

    def learn(self, tag: str) -> None:
        """It is that of the last version: who has it was told that nothing changed. One tag, not a made-up list."""
        if self.changes and "," not in tag:
            self.tags[tag] = self.changes[-1]

    def since(self, known: datetime) -> list[datetime]:
        return [changed_at for changed_at in self.changes if changed_at > known]


class Tally:
    """What is known of one family at one edge."""

    def __init__(self, state: FeedReadersState | None = None) -> None:
        # What was asked up to here is in the state. Later lines of the log may be a little out of order.
        self.counted_until = self.asked_at = state.asked_at if state else datetime.min.replace(tzinfo=UTC)
        self.requests_by_day = Counter(state.requests_by_day if state else {})
        self.seen = deque(state.seen if state else [], maxlen=MOST_KEPT)
        self.first_seen = deque(state.first_seen if state else [], maxlen=MOST_KEPT)

    def add(self, request: FeedRequest, changes: Iterable[datetime]) -> None:
        self.asked_at = max(self.asked_at, request.asked_at)
        self.requests_by_day[request.asked_at.astimezone(UTC).date()] += 1
        seen = self.seen if request.has_etag else self.first_seen
        seen.extend(
            SeenChange(seen_at=request.asked_at, after_seconds=max(0, int((request.asked_at - each).total_seconds())))
            for each in changes
        )


class Ledger:
    """What an edge's log of feed requests says, family by family."""

    def __init__(self, tallies: dict[Family, Tally]) -> None:
        self.tallies = tallies
        self.feeds: dict[str, Versions] = {}

    def add(self, request: FeedRequest) -> bool:
        """Take the request into account; False when it was before, and is only read again."""
        # In this order: also what is read again says which versions there were.
        changes = self.changes_in(request)
        tally = self.tallies.setdefault(request.family, Tally())
        if request.asked_at <= tally.counted_until:
            return False
        tally.add(request, changes)
        return True

    def changes_in(self, request: FeedRequest) -> list[datetime]:
        """When that was changed which is new to the one that asks."""
        # The log does not say what was filtered for, so each answer to a filter stands alone.
        feed = Versions() if "?" in request.path else self.feed(request.path)
        if request.status == 304:
            feed.learn(request.has_etag)
        if request.status == 304 or request.last_modified is None:
            return []
        feed.add(request.last_modified)
        if request.has_etag:
            known = feed.tags.get(request.has_etag)
            return feed.since(known) if known else [request.last_modified]
        known = feed.fetched.get(request.family)
        feed.fetched[request.family] = request.last_modified
        return feed.since(known) if known else []

    def feed(self, path: str) -> Versions:
        if path not in self.feeds and len(self.feeds) >= MOST_FEEDS:
            self.feeds.pop(next(iter(self.feeds)))
        return self.feeds.setdefault(path, Versions())


class FamilyCurrency(Struct, frozen=True, kw_only=True):
    """How current a family of apps is; seconds are None where too little is known.

    `only_the_first` says that the apps do not tell what they have: then it is known only when the first of them asked
    after a change.
    """

    family: Family
    asked_at: datetime
    requests_in_7_days: int
    half_within_seconds: int | None = None
    nine_in_ten_within_seconds: int | None = None
    only_the_first: bool = False
    changes_counted: int = 0


def currency_of(states: Iterable[FeedReadersState], now: datetime) -> list[FamilyCurrency]:
    """Each family that asked in the last 30 days, of all edges together; the one that asks most comes first."""
    by_family: dict[Family, list[FeedReadersState]] = {}
    for state in states:
        if state.family in set(Family) and state.asked_at > now - KEEP_CHANGES:
            by_family.setdefault(Family(state.family), []).append(state)
    found = [of_family(family, each, now) for family, each in by_family.items()]
    return sorted(found, key=lambda each: (each.family is Family.OTHER, -each.requests_in_7_days, each.family))


def of_family(family: Family, states: list[FeedReadersState], now: datetime) -> FamilyCurrency:
    seen = recent((change for state in states for change in state.seen), now)
    first_seen = recent((change for state in states for change in state.first_seen), now)
    # What each got says more than what the first of them got.
    delays = sorted(change.after_seconds for change in seen or first_seen)
    is_enough = len(delays) >= FEWEST
    return FamilyCurrency(
        family=family,
        asked_at=max(state.asked_at for state in states),
        requests_in_7_days=sum(count for state in states for count in recent_days(state.requests_by_day, now).values()),
        half_within_seconds=round(median(delays)) if is_enough else None,
        nine_in_ten_within_seconds=delays[ceil(0.9 * len(delays)) - 1] if is_enough else None,
        only_the_first=bool(first_seen and not seen),
        changes_counted=len(delays),
    )


def recent(changes: Iterable[SeenChange], now: datetime) -> list[SeenChange]:
    return [change for change in changes if change.seen_at > now - KEEP_CHANGES]


def recent_days(requests_by_day: dict[date, int], now: datetime) -> dict[date, int]:
    """Today (UTC) and the six days before."""
    first = now.astimezone(UTC).date() - timedelta(days=KEEP_DAYS - 1)
    return {day: count for day, count in requests_by_day.items() if day >= first}


def state_of(tally: Tally, family: Family, *, edge: str, now: datetime) -> FeedReadersState:
    """What is told of a family: nothing older than is ever shown."""
    return FeedReadersState(
        id=uuid5(NAMESPACE, f"{edge}/{family}"),
        # It grows without anybody keeping count, also when the edge starts anew.
        version=int(now.timestamp() * 1000),
        edge=edge,
        family=family,
        asked_at=tally.asked_at,
        requests_by_day=recent_days(tally.requests_by_day, now),
        seen=recent(tally.seen, now),
        first_seen=recent(tally.first_seen, now),
    )
