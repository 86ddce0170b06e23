"""An edition as PDF, with its pictures as sharp as paper shows them."""

import asyncio
import hashlib
import io
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from PIL import Image

from services.notify.domain.composed_edition import ComposedContribution, ComposedEdition, ComposedEvent
from services.notify.domain.contribution import Picture
from services.notify.settings import Settings
from services.notify.tables import contribution_pictures
from shared import formats
from shared.database import ACQUIRE_SECONDS, Pool
from shared.picture_files import EXTENSIONS, PictureSize
from shared.printing import breakable, pdf_with_pictures
from shared.translations import N_, catalogue

NUMBERED = N_("Newsletter, edition %(number)s")
CORRECTED = N_("Put right on %(day)s")
ON_THE_WEB = N_("Scan this code to read this edition on the web.")
NOTICES = N_("Short notices")
EVENTS = N_("Coming events")
FURTHER_DATES = N_("and further dates")
ONLINE = N_("Online")
AIM = N_("What it is for")
PLACE = N_("Place")
CONTACT = N_("Contact")
LINK = N_("Link to read more")
PICTURE_BY = N_("Picture:")
TEMPLATE = Path(__file__).with_name("edition.typ")

# 300 dots an inch over the whole width of the text; paper shows no more.
PRINTED_PIXELS = 1950
PRINTED_QUALITY = 92
# An edition with thirty pictures has about ten megabytes in each language.
MOST_KEPT = 8

_kept: OrderedDict[str, "Pdf"] = OrderedDict()
# Setting takes a core for seconds; those who ask for the same edition meanwhile get the same file.
_turn = asyncio.Lock()


class Pdf(Struct, frozen=True, kw_only=True):
    etag: str
    content: bytes


async def pdf_of_edition(pool: Pool, edition: ComposedEdition, settings: Settings) -> Pdf:
    content = content_of(edition, network=settings.network_name, base_url=settings.base_url)
    digest = hashlib.sha256(TEMPLATE.read_bytes() + msgspec.json.encode(content)).hexdigest()
    async with _turn:
        if digest not in _kept:
            pictures = {name_of(each): await printed(pool, each) for each in pictures_of(edition)}
            as_of = edition.corrected_at or edition.published_at or datetime.now(UTC)
            body = await asyncio.to_thread(pdf_with_pictures, TEMPLATE, content, pictures, as_of=as_of)
            _kept[digest] = Pdf(etag=f'"{digest[:32]}"', content=body)
            if len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[digest]


def pictures_of(edition: ComposedEdition) -> list[Picture]:
    return [picture for each in edition.contributions for picture in each.pictures]


async def printed(pool: Pool, picture: Picture) -> bytes:
    """The original, or as much of it as paper shows."""
    async with pool.acquire(timeout=ACQUIRE_SECONDS) as db:
        original = await contribution_pictures.get_bytes(db, picture.id, PictureSize.ORIGINAL)
    return await asyncio.to_thread(scaled, original)


def scaled(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        if max(image.size) <= PRINTED_PIXELS:
            return content
        image.thumbnail((PRINTED_PIXELS, PRINTED_PIXELS), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        image.save(buffer, image.format, quality=PRINTED_QUALITY)
        return buffer.getvalue()


def name_of(picture: Picture) -> str:
    return f"{picture.id}.{EXTENSIONS[picture.original.media_type]}"


def content_of(edition: ComposedEdition, *, network: str, base_url: str) -> dict[str, Any]:
    """What `edition.typ` sets."""
    code, text, address = edition.language, edition.text, base_url + edition.path
    translate = catalogue(code).gettext
    return {
        "language": code,
        "text_language": text.language,
        "kind": translate(NUMBERED) % {"number": formats.number(edition.number, code)},
        "title": breakable(text.title),
        "network": network,
        "day": formats.full_date(edition.published_at, code) if edition.published_at else "",
        "corrected": day_of(CORRECTED, edition.corrected_at, code) if edition.corrected_at else "",
        "address": address,
        "about_address": translate(ON_THE_WEB),
        "welcome": breakable(text.welcome),
        "notices_heading": translate(NOTICES),
        "notices": [breakable(notice) for notice in edition.notices],
        "contributions": [contribution_in_words(each, translate) for each in edition.contributions],
        "events_heading": translate(EVENTS),
        "events": [event_in_words(each, code, translate) for each in edition.events],
        "codes": [address],
    }


def day_of(sentence: str, moment: datetime, code: str) -> str:
    return catalogue(code).gettext(sentence) % {"day": formats.full_date(moment, code)}


def contribution_in_words(contribution: ComposedContribution, translate: Callable[[str], str]) -> dict[str, Any]:
    facts = [
        (AIM, contribution.aim),
        (PLACE, contribution.place),
        (CONTACT, contribution.contact),
        (LINK, contribution.link or ""),
    ]
    return {
        "language": contribution.language,
        "organisation": breakable(contribution.organisation_name),
        "title": breakable(contribution.title),
        "text": breakable(contribution.text),
        "logo": name_of(contribution.logo) if contribution.logo else "",
        "photos": [
            {
                "file": name_of(each),
                "alt": each.alt,
                "credit": f"{translate(PICTURE_BY)} {isolated(each.credit)}" if each.credit else "",
            }
            for each in contribution.photos
        ],
        "facts": [{"label": translate(label), "value": breakable(value)} for label, value in facts if value],
        "link": contribution.link or "",
    }


def isolated(text: str) -> str:
    """Kept from turning the words around it when it is written the other way."""
    return f"\u2068{breakable(text)}\u2069"


def event_in_words(event: ComposedEvent, code: str, translate: Callable[[str], str]) -> dict[str, Any]:
    place = [event.place.name, event.place.address] if event.place else []
    where = [part for part in (*place, translate(ONLINE) if event.online else "") if part]
    when = formats.when(event, code)
    return {
        "when": f"{when} · {translate(FURTHER_DATES)}" if event.repeats else when,
        "title": breakable(event.title),
        "language": event.language,
        "where": breakable(
            " · ".join([", ".join(where), event.organisation_name] if where else [event.organisation_name])
        ),
        "url": event.url,
    }
