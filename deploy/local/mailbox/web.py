"""The pages of the mailbox and their JSON face."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import Parameter
from msgspec import Struct

from deploy.local.mailbox.reading import Attachment, Mail, read
from deploy.local.mailbox.store import Envelope, Store

FOLDER = Path(__file__).parent / "pages"
PAGES = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
# Enough for a person; the JSON face gives all.
SHOWN = 300

OWN_PAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# A stranger's HTML: no scripts, nothing fetched from elsewhere, an origin of its own; links open outside.
STRANGERS_PAGE = OWN_PAGE | {
    "Content-Security-Policy": "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
}


class AttachmentJson(Struct, frozen=True, kw_only=True):
    filename: str
    content_type: str
    size: int
    content: str | None


class MessageJson(Struct, frozen=True, kw_only=True):
    id: str
    # Where its bounces go.
    sender: str
    to: str
    subject: str
    received_at: datetime
    text: str
    html: str
    attachments: list[AttachmentJson]


@get("/mailbox", sync_to_thread=True)
def list_mails(state: State, to: str = "") -> Response[str]:
    store: Store = state.store
    mails = store.newest_first(to)
    return page("list.html", mails=mails[:SHOWN], count=len(mails), to=to, addresses=store.addresses())


@get("/mailbox/{mail_id:str}", sync_to_thread=True)
def show_mail(state: State, mail_id: str) -> Response[str]:
    envelope, mail = find(state.store, mail_id)
    return page("mail.html", envelope=envelope, mail=mail)


@get("/mailbox/{mail_id:str}/html", sync_to_thread=True)
def show_html(state: State, mail_id: str) -> Response[str]:
    envelope, mail = find(state.store, mail_id)
    return Response(displayable(envelope, mail), media_type="text/html", headers=STRANGERS_PAGE)


@get("/mailbox/{mail_id:str}/source", sync_to_thread=True)
def show_source(state: State, mail_id: str) -> Response[bytes]:
    store: Store = state.store
    content = store.content(find_envelope(store, mail_id))
    return Response(content, media_type="text/plain", headers=STRANGERS_PAGE)


@get("/mailbox/{mail_id:str}/attachments/{number:int}", sync_to_thread=True)
def download_attachment(state: State, mail_id: str, number: int) -> Response[bytes]:
    _, mail = find(state.store, mail_id)
    if not 1 <= number <= len(mail.attachments):
        raise NotFoundException
    return download(mail.attachments[number - 1])


@get("/mailbox/style.css", sync_to_thread=True)
def show_style() -> Response[bytes]:
    return Response((FOLDER / "style.css").read_bytes(), media_type="text/css", headers=OWN_PAGE)


@get("/mailbox/api/messages", sync_to_thread=True)
def list_messages(state: State, to: Annotated[str, Parameter(query="to")] = "") -> list[MessageJson]:
    store: Store = state.store
    return [as_json(envelope, read(store.content(envelope))) for envelope in store.newest_first(to)]


@get("/mailbox/api/messages/{file:str}", sync_to_thread=True)
def show_message_file(state: State, file: str) -> Response[bytes]:
    store: Store = state.store
    content = store.content(find_envelope(store, file.removesuffix(".eml")))
    return Response(content, media_type="message/rfc822", headers=STRANGERS_PAGE)


def page(template: str, **values: object) -> Response[str]:
    return Response(PAGES.get_template(template).render(values), media_type="text/html", headers=OWN_PAGE)


def find(store: Store, mail_id: str) -> tuple[Envelope, Mail]:
    envelope = find_envelope(store, mail_id)
    return envelope, read(store.content(envelope))


def find_envelope(store: Store, mail_id: str) -> Envelope:
    """Only ids of mails kept here become names of files."""
    envelope = store.envelopes.get(mail_id)
    if envelope is None:
        raise NotFoundException
    return envelope


def displayable(envelope: Envelope, mail: Mail) -> str:
    """The mail's HTML with its own pictures in place, and with links that leave the frame."""
    html = mail.html
    for number, part in enumerate(mail.attachments, start=1):
        if part.content_id:
            html = html.replace(f"cid:{part.content_id}", f"/mailbox/{envelope.id}/attachments/{number}")
    opening = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    place = opening.end() if opening else 0
    return f'{html[:place]}<base target="_blank">{html[place:]}'


def download(attachment: Attachment) -> Response[bytes]:
    headers = STRANGERS_PAGE | {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.filename, safe='')}",
    }
    kind = attachment.content_type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", attachment.content_type) else ""
    return Response(attachment.data, media_type=kind or "application/octet-stream", headers=headers)


def as_json(envelope: Envelope, mail: Mail) -> MessageJson:
    return MessageJson(
        id=envelope.id,
        sender=envelope.sender,
        to=envelope.to,
        subject=mail.subject,
        received_at=envelope.received_at,
        text=mail.text,
        html=mail.html,
        attachments=[
            AttachmentJson(
                filename=part.filename, content_type=part.content_type, size=len(part.data), content=part.content
            )
            for part in mail.attachments
        ],
    )


def create_app(store: Store) -> Litestar:
    pages = [list_mails, show_mail, show_html, show_source, download_attachment, show_style]
    return Litestar(
        route_handlers=[*pages, list_messages, show_message_file], state=State({"store": store}), openapi_config=None
    )
