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


class KeptFeeds:
    """Found by what they are about, and for the next who asks likewise by path and query as they came."""

    def __init__(self) -> None:
        self.feeds: dict[Key, tuple[ReadyFeed, float]] = {}
        self.queries: dict[tuple[str, bytes], Key] = {}

    def find(self, key: Key) -> ReadyFeed | None:
        found = self.feeds.get(key)
        return found[0] if found and found[1] > monotonic() else None

    def find_asked(self, path: str, query: bytes) -> ReadyFeed | None:
        key = self.queries.get((path, query))
        return None if key is None else self.find(key)

    def keep(self, key: Key, ready: ReadyFeed) -> None:
        self.feeds.pop(key, None)
        self.feeds[key] = ready, monotonic() + KEEP_SECONDS
        while len(self.feeds) > 1 and (len(self.feeds) > MOST_FEEDS or self.bytes_kept > MOST_BYTES):
            del self.feeds[next(iter(self.feeds))]

    def keep_query(self, path: str, query: bytes, key: Key) -> None:
        if len(query) > LONGEST_QUERY:
            return
        self.queries[path, query] = key
        if len(self.queries) > MOST_QUERIES:
            del self.queries[next(iter(self.queries))]

    @property
    def bytes_kept(self) -> int:
        """What they may come to: all that is packed is together less than what is plain."""
        return sum(2 * len(ready.body) for ready, _ in self.feeds.values())

    def forget(self, is_touched: Callable[[Key], bool]) -> None:
        for key in [key for key in self.feeds if is_touched(key)]:
            del self.feeds[key]
