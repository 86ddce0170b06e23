"""How a feed is packed for those who ask for it (RFC 9110, 8.4.1).

Never unasked: Outlook and others could not read it.
"""

from collections.abc import Callable
from functools import lru_cache

import brotli
import zstandard
from isal import igzip
from msgspec import Struct

# Each packs some megabytes in a fraction of a second, which is how soon a change has to be in the feeds.
GZIP_LEVEL = 2
ZSTD_LEVEL = 3
BROTLI_QUALITY = 4
# Whoever makes up headers must not fill the memory.
HEADERS_KEPT = 1000


class Encoding(Struct, frozen=True, kw_only=True):
    name: str
    suffix: str
    pack: Callable[[bytes], bytes]


def gzipped(body: bytes) -> bytes:
    # The same feed gives the same bytes, so no time in it.
    return igzip.compress(body, GZIP_LEVEL, mtime=0)


def with_zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)


def with_brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return packed


ZSTD = Encoding(name="zstd", suffix=".zst", pack=with_zstd)
BROTLI = Encoding(name="br", suffix=".br", pack=with_brotli)
GZIP = Encoding(name="gzip", suffix=".gz", pack=gzipped)
# The edge prefers them in the same order.
ENCODINGS = (ZSTD, BROTLI, GZIP)


@lru_cache(HEADERS_KEPT)
def preferred(accept_encoding: bytes) -> Encoding | None:
    """What an `Accept-Encoding` header likes best (RFC 9110, 12.5.3); None for plain."""
    weights: dict[str, float] = {}
    for item in accept_encoding.decode("latin-1").lower().split(","):
        name, _, weight = item.partition(";")
        try:
            weights[name.strip()] = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
    accepted = [encoding for encoding in ENCODINGS if weights.get(encoding.name, 0) > 0]
    return max(accepted, key=lambda encoding: weights[encoding.name], default=None)
