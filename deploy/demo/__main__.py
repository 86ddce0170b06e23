"""Loads the demo network: `python -m deploy.demo`, with the settings of the services in the environment.

The organisations and the archive are those of WIN's year 2021; the coming year is derived from it, relative to today.
Writes the tokens and who can log in to `$DATA/demo.json`.
"""

import asyncio
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from slugify import slugify

from deploy.demo.directory import load_directory
from deploy.demo.sign_ups import sign_up
from services.events.commands.add_member import add_member
from services.events.commands.add_organisation import add_organisation
from services.events.commands.announcing import announce
from services.events.commands.create_campaign import create_campaign
from services.events.commands.import_event import import_event
from services.events.commands.issue_token import issue_token
from services.events.domain.campaign import CampaignFields
from services.events.domain.campaign_questions import questions_of
from services.events.domain.co_organisation import CoOrganisationStatus
from services.events.domain.event import Event, EventFields
from services.events.domain.texts import TextFields
from services.events.settings import Settings
from services.events.tables import co_organisations, events, texts
from shared import settings
from shared.acting import ActorKind, act_as
from shared.database import Connection, create_pool
from shared.messages.events import EventStatus, Role

NETWORK = Path(__file__).parent / "network.json"
# Older than a day, so that nobody is mailed about what was there from the start.
KNOWN_SINCE = timedelta(days=10)


async def load() -> None:
    network = msgspec.json.decode(NETWORK.read_bytes())
    loaded = settings.load(Settings, "events", os.environ)
    async with create_pool(loaded.database_url) as pool, pool.acquire() as db, db.transaction():
        await act_as(db, ActorKind.OPERATOR)
        organisations = await load_organisations(db, network["organisations"])
        await load_directory(db, network, organisations, base_url=loaded.base_url)
        await load_campaigns(db, network["campaigns"], loaded)
        await load_events(db, network, organisations, base_url=loaded.base_url)
        access = await load_access(db, network["organisations"], organisations)
    save({"base_url": loaded.base_url} | access)
    await sign_up(network["registrations"], tokens=access["organisation_tokens"], base_url=loaded.base_url)


async def load_organisations(db: Connection, organisations: list[Any]) -> dict[str, UUID]:
    return {each["slug"]: await add_organisation(db, slug=each["slug"], name=each["name"]) for each in organisations}


async def load_campaigns(db: Connection, found: list[Any], loaded: Settings) -> None:
    today = datetime.now(UTC).date()
    for each in found:
        await create_campaign(
            db,
            msgspec.convert(each | dates_of(each, today) | call_of(each, today), CampaignFields),
            questions_of(each.get("questions", []), strict=True),
            time_zone=loaded.network_time_zone,
            base_url=loaded.base_url,
            slug=each["slug"],
        )


def call_of(campaign: Any, today: date) -> dict[str, date]:
    """The days of the call, where they are counted from today."""
    return {
        name: today + timedelta(days=campaign[f"{name}_in_days"])
        for name in ("call_opens_on", "call_closes_on")
        if f"{name}_in_days" in campaign
    }


async def load_events(db: Connection, network: Any, organisations: dict[str, UUID], *, base_url: str) -> None:
    now = datetime.now(UTC)
    for each in [*network["archive"], *coming(network, now.date())]:
        status = EventStatus(each.get("status", "published"))
        waits = status in {EventStatus.DRAFT, EventStatus.SUBMITTED}
        changed_at = each.get("changed_at") or (now if waits else now - KNOWN_SINCE)
        event = await import_event(
            db,
            msgspec.convert(each["fields"], EventFields),
            organisation_id=organisations[each["organisation"]],
            status=status,
            changed_at=msgspec.convert(changed_at, datetime),
            base_url=base_url,
        )
        others = [organisations[slug] for slug in each.get("co_organisers", [])]
        await add_to(db, event, each.get("texts", {}), others, base_url=base_url)


async def add_to(db: Connection, event: Event, found: dict[str, Any], others: list[UUID], *, base_url: str) -> None:
    """Its texts in other languages, and who else takes part; nobody is mailed about those."""
    for language, text in found.items():
        await texts.keep(db, event.id, language, msgspec.convert(text, TextFields))
    for organisation_id in others:
        await co_organisations.insert(db, event_id=event.id, organisation_id=organisation_id, note="")
        status = CoOrganisationStatus.ACCEPTED
        await co_organisations.mark(db, event_id=event.id, organisation_id=organisation_id, status=status)
    if found or others:
        await events.mark_changed(db, event.id, changed_at=event.changed_at)
        await announce(db, event.id, base_url=base_url)


def coming(network: Any, today: date) -> list[Any]:
    """The entries of the coming year, on days counted from today."""
    entries = [*network["series"], *network["events"]]
    return [{**each, "fields": each["fields"] | dates_of(each, today)} for each in entries]


def dates_of(entry: Any, today: date) -> dict[str, Any]:
    if "in_days" not in entry:
        return {}
    first = today + timedelta(days=entry["in_days"])
    if "days" in entry:
        return {"starts_on": first, "ends_on": first + timedelta(days=entry["days"] - 1)}
    starts_at = datetime.combine(first, time.fromisoformat(entry["at"]))
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=entry["minutes"])}


async def load_access(db: Connection, found: list[Any], organisations: dict[str, UUID]) -> dict[str, Any]:
    """A member and a token for each organisation."""
    tokens, logins = {}, {}
    for each in found:
        role = Role(each.get("role", "member"))
        logins[each["slug"]] = f"{slugify(each['member'], separator='.')}@{each['slug']}.example"
        organisation_id = organisations[each["slug"]]
        await add_member(
            db, organisation_id=organisation_id, name=each["member"], email=logins[each["slug"]], role=role
        )
        tokens[each["slug"]] = await issue_token(db, organisation_id=organisation_id, role=role, name="Demo")
    return {"coordinator_token": next(iter(tokens.values())), "organisation_tokens": tokens, "logins": logins}


def save(access: dict[str, Any]) -> None:
    path = Path(os.environ["DATA"]) / "demo.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(access)))


asyncio.run(load())
