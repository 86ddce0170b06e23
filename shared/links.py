"""Addresses that people typed, before they become links."""

from urllib.parse import urlsplit


def web_address(url: str) -> str | None:
    """The address if it is one of a web page: `javascript:` and its like are shown, but never become links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None
