"""Feeds that were asked for, ready in memory until they change."""

from collections.abc import Callable
from time import monotonic

from services.events.domain.feed import Choice
from services.events.feeds.ready import ReadyFeed

# Entries also leave by the clock.
KEEP_SECONDS = 60
# A feed is about a megabyte; whoever makes up filters must not fill the memory.
MOST_BYTES = 64_000_000
MOST_FEEDS = 1000
# Many spellings of a query can mean the same feed.
MOST_QUERIES = 1000
LONGEST_QUERY = 500

# Address and choice.
Key = tuple[str, Choice]


class KeptFeed:
    """A feed until it is old, or forgotten: whoever still knows it keeps nothing of it then."""

    def __init__(self, ready: ReadyFeed) -> None:
        self.ready: ReadyFeed | None = ready
        self.until = monotonic() + KEEP_SECONDS

    @property
    def bytes_kept(self) -> int:
        """What it may come to: all that is packed is together less than what is plain."""
        return 2 * len(self.ready.body) if self.ready else 0


class KeptFeeds:
    """Found by what they are about, and for the next who asks likewise by path and query as they came."""

    def __init__(self) -> None:
        self.feeds: dict[Key, KeptFeed] = {}
        self.queries: dict[tuple[str, bytes], KeptFeed] = {}

    def find(self, key: Key) -> ReadyFeed | None:
        found = self.feeds.get(key)
        return found.ready if found and found.until > monotonic() else None

    def find_asked(self, path: str, query: bytes) -> ReadyFeed | None:
        found = self.queries.get((path, query))
        return found.ready if found and found.until > monotonic() else None

    def keep(self, key: Key, ready: ReadyFeed) -> None:
        self.drop(key)
        self.feeds[key] = KeptFeed(ready)
        while len(self.feeds) > 1 and (len(self.feeds) > MOST_FEEDS or self.bytes_kept > MOST_BYTES):
            self.drop(next(iter(self.feeds)))

    def keep_query(self, path: str, query: bytes, key: Key) -> None:
        if key not in self.feeds or len(query) > LONGEST_QUERY:
            return
        self.queries[path, query] = self.feeds[key]
        if len(self.queries) > MOST_QUERIES:
            del self.queries[next(iter(self.queries))]

    def forget(self, is_touched: Callable[[Key], bool]) -> None:
        for key in [key for key in self.feeds if is_touched(key)]:
            self.drop(key)

    def drop(self, key: Key) -> None:
        dropped = self.feeds.pop(key, None)
        if dropped:
            dropped.ready = None

    @property
    def bytes_kept(self) -> int:
        return sum(kept.bytes_kept for kept in self.feeds.values())
