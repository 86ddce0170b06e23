"""A feed with all that is answered about it: made once, then only sent."""

import hashlib
from collections.abc import Iterable
from email.utils import format_datetime

from msgspec import Struct

from services.events.domain.feed import Feed
from services.events.feeds import encodings
from services.events.feeds.encodings import Encoding
from shared import revalidation
from shared.headers import SECURITY_HEADERS

# Apps have their own, longer, rhythm; this only keeps an eager one from asking twice for the same.
MAX_AGE_SECONDS = 60
CONTENT_TYPE = "text/calendar; charset=utf-8"

Header = tuple[bytes, bytes]


class Answer(Struct, frozen=True, kw_only=True):
    status: int
    headers: list[Header]
    body: bytes = b""


class Representation(Struct, frozen=True, kw_only=True):
    """The feed in one encoding: to those who do not have it, and to those who do."""

    tag: bytes
    whole: Answer
    unchanged: Answer


class ReadyFeed:
    """One feed; what is packed is packed when it is first asked for."""

    def __init__(self, feed: Feed, *, file_name: str, is_public: bool = True) -> None:
        self.body = feed.body
        self.last_modified = feed.last_modified.replace(microsecond=0)
        self.file_name = file_name
        self.is_public = is_public
        self.digest = hashlib.sha256(feed.body).hexdigest()[:32]
        self.representations: dict[Encoding | None, Representation] = {}

    def answer(self, headers: Iterable[Header]) -> Answer:
        """The feed as these headers of a request want it, or 304 when the caller has it (RFC 9110, 13)."""
        encoding = tags = since = None
        for name, value in headers:
            if name == b"accept-encoding":
                encoding = encodings.preferred(value)
            elif name == b"if-none-match":
                tags = value
            elif name == b"if-modified-since":
                since = value
        found = self.representations.get(encoding) or self.represent(encoding)
        is_known = revalidation.is_known(found.tag, self.last_modified, tags=tags, since=since)
        return found.unchanged if is_known else found.whole

    def represent(self, encoding: Encoding | None) -> Representation:
        body = encoding.pack(self.body) if encoding else self.body
        # Strong, so another one for each encoding (RFC 9110, 8.8.3.3); Caddy would take the name off its end.
        tag = f'"{encoding.name}-{self.digest}"' if encoding else f'"{self.digest}"'
        always = {
            "ETag": tag,
            "Last-Modified": format_datetime(self.last_modified, usegmt=True),
            "Cache-Control": f"{'public' if self.is_public else 'private'}, max-age={MAX_AGE_SECONDS}",
            "Vary": "Accept-Encoding",
            **SECURITY_HEADERS,
        }
        if self.is_public:
            # Calendars in other websites may read it.
            always |= {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        whole = {
            "Content-Type": CONTENT_TYPE,
            "Content-Length": str(len(body)),
            "Content-Disposition": f'inline; filename="{self.file_name}"',
        }
        if encoding:
            whole["Content-Encoding"] = encoding.name
        found = self.representations[encoding] = Representation(
            tag=tag.encode(),
            whole=Answer(status=200, headers=as_sent(always | whole), body=body),
            unchanged=Answer(status=304, headers=as_sent(always)),
        )
        return found


def as_sent(headers: dict[str, str]) -> list[Header]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
