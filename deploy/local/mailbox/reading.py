"""Reads whatever arrives as a mail; what cannot be understood is shown as text."""

from email.message import Message
from email.parser import BytesParser

from msgspec import Struct

from shared.mail_reading import bytes_of, readable, text_of

# Text too, whatever its kind says.
TEXTS = frozenset({"application/ics"})


class Attachment(Struct, frozen=True, kw_only=True):
    """A part of a mail that is neither its text nor its HTML."""

    filename: str
    content_type: str
    content_id: str
    data: bytes
    # The text of a text part; none if the part holds anything else.
    content: str | None


class Mail(Struct, frozen=True, kw_only=True):
    """A mail as a person sees it."""

    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str
    attachments: list[Attachment]


def read(content: bytes) -> Mail:
    """Never fails: a mail that is broken beyond reading is its own text."""
    try:
        return understand(BytesParser().parsebytes(content))
    # Python's parser has had many ways to stumble over broken mail, deep nesting among them.
    except Exception:  # noqa: BLE001
        return Mail(subject="", headers=[], text=content.decode(errors="replace"), html="", attachments=[])


def understand(message: "Message[str, str]") -> Mail:
    text, html = "", ""
    attachments: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not text and not part.get_filename():
            text = with_plain_newlines(text_of(part))
        elif kind == "text/html" and not html and not part.get_filename():
            html = with_plain_newlines(text_of(part))
        else:
            attachments.append(attachment(part, number=len(attachments) + 1))
    headers = [(name, readable(value)) for name, value in message.items()]
    return Mail(
        subject=readable(message.get("Subject", "")), headers=headers, text=text, html=html, attachments=attachments
    )


def with_plain_newlines(text: str) -> str:
    return text.replace("\r\n", "\n")


def attachment(part: "Message[str, str]", *, number: int) -> Attachment:
    kind = part.get_content_type()
    return Attachment(
        filename=readable(part.get_filename() or f"{number}.{part.get_content_subtype()}"),
        content_type=kind,
        content_id=(part.get("Content-ID") or "").strip().strip("<>"),
        data=bytes_of(part),
        content=text_of(part) if kind.startswith("text/") or kind in TEXTS else None,
    )
