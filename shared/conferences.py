"""How to join online, as people typed it."""

from urllib.parse import urlsplit

from shared.messages.event_details import Conference


def has_details(conference: Conference) -> bool:
    return any((conference.url, conference.meeting_id, conference.pass_code, conference.dial_in))


def web_address(url: str) -> str | None:
    """The address if it is one of a web page: `javascript:` and its like are shown, but never become links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None
