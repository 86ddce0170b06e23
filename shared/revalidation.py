"""Whether a caller has what it asks for already (RFC 9110, 13)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The feed publisher has no requests, and starts sooner without.
    from shared.web import Request

# Whoever makes up headers must not fill the memory.
DATES_KEPT = 1000


def has_already(request: "Request", etag: str, last_modified: datetime) -> bool:
    tags, since = (request.headers.get(name) for name in ("if-none-match", "if-modified-since"))
    return is_known(
        etag.encode(),
        last_modified,
        tags=None if tags is None else tags.encode(),
        since=None if since is None else since.encode(),
    )


def is_known(tag: bytes, last_modified: datetime, *, tags: bytes | None, since: bytes | None) -> bool:
    """By `If-None-Match` and `If-Modified-Since`: the tag is the better witness (RFC 9110, 13.2.2)."""
    if tags is not None:
        return tags == tag or is_among(tag, tags)
    return since is not None and last_modified <= instant(since)


def is_among(tag: bytes, tags: bytes) -> bool:
    """Compared weakly (RFC 9110, 13.1.2)."""
    return tags.strip() == b"*" or tag in [each.strip().removeprefix(b"W/") for each in tags.split(b",")]


@lru_cache(DATES_KEPT)
def instant(date: bytes) -> datetime:
    """Of an HTTP date; of one that cannot be read, long ago, so that it counts as not given (RFC 9110, 13.1.3)."""
    try:
        read = parsedate_to_datetime(date.decode("latin-1"))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return read.replace(tzinfo=read.tzinfo or UTC)
