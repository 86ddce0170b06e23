"""Partners and offers as pages and callers see them."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.events.domain.details import GROUP_NAMES
from services.events.domain.notice import Notice
from services.events.domain.offer import OFFER_KIND_NAMES, Offer, OfferKind
from services.events.domain.organisation import Organisation
from services.events.tables import notices
from shared.database import Connection
from shared.formats import language_name
from shared.messages.event_details import Group, Instant
from shared.web import Request, today_of


class NoticeView(Struct, frozen=True, kw_only=True):
    """A notice; its last day is included."""

    id: UUID
    text: str
    language: str
    valid_from: date
    valid_until: date


class OfferView(Struct, frozen=True, kw_only=True):
    """A standing offer; nobody named in `for_whom` means that it is for all."""

    id: UUID
    organisation: str
    organisation_name: str
    title: str
    description: str
    language: str
    kind: OfferKind
    for_whom: list[Group]
    languages: list[str]
    place: str
    online: bool
    times: str
    contact: str
    changed_at: Instant
    url: str


class OrganisationView(Struct, frozen=True, kw_only=True):
    """A partner, with the notices that hold today."""

    id: UUID
    slug: str
    name: str
    description: str
    purpose: str
    language: str
    languages: list[str]
    address: str
    opening_hours: str
    contact_name: str | None
    email: str | None
    phone: str | None
    website: str | None
    notices: list[NoticeView]
    url: str


class OrganisationList(Struct, frozen=True, kw_only=True):
    items: list[OrganisationView]


class OfferList(Struct, frozen=True, kw_only=True):
    """One page of offers; `next_cursor` is null on the last."""

    items: list[OfferView]
    next_cursor: str | None


class NoticeList(Struct, frozen=True, kw_only=True):
    items: list[NoticeView]


class OfferCard(Struct, frozen=True, kw_only=True):
    """What a card in a list of offers shows, ready to be read."""

    offer: Offer
    kind: str
    for_whom: list[str]
    spoken: list[str]


def organisation_view(organisation: Organisation, valid: list[Notice], *, base_url: str) -> OrganisationView:
    same = set(OrganisationView.__struct_fields__) & set(Organisation.__struct_fields__)
    return OrganisationView(
        **{name: getattr(organisation, name) for name in same},
        notices=[notice_view(notice) for notice in valid],
        url=f"{base_url}/organisations/{organisation.slug}",
    )


def offer_view(offer: Offer, *, base_url: str) -> OfferView:
    same = set(OfferView.__struct_fields__) & set(Offer.__struct_fields__)
    return OfferView(
        **{name: getattr(offer, name) for name in same},
        organisation=offer.organisation_slug,
        url=f"{base_url}/organisations/{offer.organisation_slug}#offer-{offer.id}",
    )


def notice_view(notice: Notice) -> NoticeView:
    return NoticeView(**{name: getattr(notice, name) for name in NoticeView.__struct_fields__})


def offer_cards(offers: list[Offer], language: str, translate: Any) -> list[OfferCard]:
    return [
        OfferCard(
            offer=offer,
            kind=translate(OFFER_KIND_NAMES[offer.kind]),
            for_whom=[translate(GROUP_NAMES[group]) for group in offer.for_whom],
            spoken=[language_name(code, language) for code in offer.languages],
        )
        for offer in offers
    ]


def offer_choices(translate: Any) -> dict[str, Any]:
    """What the selects of an offer's form and filter offer: value and text."""
    return {
        "kinds": [(kind.value, translate(name)) for kind, name in OFFER_KIND_NAMES.items()],
    }


async def valid_notices(request: Request, db: Connection) -> dict[UUID, list[Notice]]:
    """The notices that hold today where the network is, by organisation."""
    return await notices.list_valid(db, today=today_of(request))
