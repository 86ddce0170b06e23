"""Reads parts and headers of mails, which may be as broken as they like."""

from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message


def bytes_of(part: "Message[str, str]") -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: "Message[str, str]") -> str:
    try:
        return bytes_of(part).decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return bytes_of(part).decode(errors="replace")


def readable(header: object) -> str:
    """A header as one line, with encoded words decoded if that is possible."""
    try:
        text = str(make_header(decode_header(str(header))))
    except (MessageError, ValueError, LookupError):
        text = str(header)
    return " ".join(text.encode(errors="replace").decode().split())
