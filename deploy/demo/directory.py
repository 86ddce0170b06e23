"""What the directory says about the demo's partners: their entries, standing offers and notices."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.events.commands.add_offer import add_offer
from services.events.commands.change_organisation import change_organisation
from services.events.commands.post_notice import post_notice
from services.events.domain.notice import NoticeFields
from services.events.domain.offer import OfferFields
from services.events.domain.organisation import OrganisationFields
from shared.database import Connection


async def load_directory(db: Connection, network: Any, organisations: dict[str, UUID], *, base_url: str) -> None:
    for each in network["organisations"]:
        fields = msgspec.convert({"name": each["name"]} | each["entry"], OrganisationFields)
        await change_organisation(db, organisations[each["slug"]], fields, base_url=base_url)
    for each in network["offers"]:
        offer = msgspec.convert(each["fields"], OfferFields)
        await add_offer(db, offer, organisation_id=organisations[each["organisation"]])
    for each in network["notices"]:
        first = datetime.now(UTC).date() + timedelta(days=each["in_days"])
        days = {"valid_from": first, "valid_until": first + timedelta(days=each["days"] - 1)}
        notice = msgspec.convert(each["fields"] | days, NoticeFields)
        await post_notice(db, notice, organisation_id=organisations[each["organisation"]])
