"""The public calendar in memory, kept true by NATS: feeds are answered from it, also while PostgreSQL is away."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nats.aio.client import Client

from services.events.domain.feed import Choice, Entry, Feed, entry_of, feed_of, is_chosen, is_public
from services.events.feeds.index import ARCHIVE, CALENDAR, ICS, Index, addresses_of
from services.events.feeds.kept import KeptFeeds
from services.events.feeds.ready import ReadyFeed
from services.events.settings import Settings
from shared.categories import CATEGORY_NAMES
from shared.following import follow
from shared.messages.events import CampaignState, EventState, OrganisationState
from shared.problems import NotFound, Unavailable
from shared.translations import catalogue, language

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


# What has a feed of its own, and the folder of that.
Named = EventState | OrganisationState | CampaignState
FOLDERS: dict[type[Named], str] = {
    EventState: "events",
    OrganisationState: "organisations",
    CampaignState: "campaigns",
}


def address_of(state: Named) -> str:
    return f"/{FOLDERS[type(state)]}/{state.slug}{ICS}"


def is_at(path: str, addresses: set[str]) -> bool:
    return path.partition("?")[0] in addresses


class Shelf:
    """Every event, organisation and campaign as last heard of; `touched` is told the addresses of feeds that change."""

    def __init__(self, settings: Settings, touched: Callable[[set[str]], None] | None = None) -> None:
        self.settings = settings
        self.touched = touched
        self.events: dict[UUID, EventState] = {}
        self.organisations: dict[UUID, OrganisationState] = {}
        self.campaigns: dict[UUID, CampaignState] = {}
        # By the address of its own feed.
        self.named: dict[str, Named] = {}
        self.index = Index()
        self.kept = KeptFeeds()
        # By the stream's clock, so that all replicas agree.
        self.heard_at = LONG_AGO
        self.caught_up = {kind: asyncio.Event() for kind in FOLDERS}

    async def run(self, client: Client) -> None:
        """Follow the states for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(follow(client, EventState, self.put_event, self.caught_up[EventState]))
            tasks.create_task(follow(client, OrganisationState, self.put_named, self.caught_up[OrganisationState]))
            tasks.create_task(follow(client, CampaignState, self.put_named, self.caught_up[CampaignState]))

    @property
    def is_complete(self) -> bool:
        return all(event.is_set() for event in self.caught_up.values())

    async def wait_until_complete(self) -> None:
        for event in self.caught_up.values():
            await event.wait()

    def put_event(self, state: EventState, heard_at: datetime) -> None:
        own = self.put(self.events, state, heard_at)
        if not own:
            return
        after = entry_of(state)
        before = self.index.put(state.id, after)
        both = [entry for entry in (before, after) if entry]
        self.kept.forget(lambda key: is_at(key[0], own) or any(is_chosen(entry, key[1]) for entry in both))
        if self.touched:
            self.touched(own | {address for entry in both for address in (*addresses_of(entry), ARCHIVE)})

    def put_named(self, state: OrganisationState | CampaignState, heard_at: datetime) -> None:
        known = self.organisations if isinstance(state, OrganisationState) else self.campaigns
        own = self.put(known, state, heard_at)
        self.kept.forget(lambda key: is_at(key[0], own))
        if self.touched:
            self.touched(own)

    def put(self, known: dict[UUID, Any], state: Named, heard_at: datetime) -> set[str]:
        """Take the state unless we have it or a newer one; gives the addresses of its own feed."""
        before = known.get(state.id)
        if before is not None:
            if before.version >= state.version:
                return set()
            self.named.pop(address_of(before), None)
        known[state.id] = self.named[address_of(state)] = state
        self.heard_at = max(self.heard_at, heard_at)
        return {address_of(each) for each in (before, state) if each}

    def feed(self, path: str, choice: Choice) -> ReadyFeed:
        """The feed at this path. Raises `NotFound`, and `Unavailable` while we have not heard of everything yet."""
        if not self.is_complete:
            raise Unavailable
        ready = self.kept.find((path, choice))
        if ready is None:
            name = path.partition("?")[0].rpartition("/")[2]
            ready = ReadyFeed(self.make(path, choice), file_name=name, is_public=not choice.internal)
            self.kept.keep((path, choice), ready)
        return ready

    def make(self, path: str, choice: Choice) -> Feed:
        """Raises `NotFound` for an event, an organisation or a campaign that is not public."""
        name, description, page = self.head_of(path.partition("?")[0], choice)
        return feed_of(
            self.index.near(choice),
            choice,
            name=name,
            description=description,
            url=f"{self.settings.base_url}{page}",
            # The address of a members' feed is a secret of each of them.
            source="" if choice.internal else f"{self.settings.base_url}{path}",
            heard_at=self.heard_at,
            now=datetime.now(UTC),
        )

    def head_of(self, path: str, choice: Choice) -> tuple[str, str, str]:
        """What the calendar is called, what it is about, and the path of its page."""
        page = path.removesuffix(ICS)
        match path.split("/"):
            case ["", "categories", _] if choice.category:
                texts = catalogue(language(choice.lang).code)
                category = texts.gettext(CATEGORY_NAMES[choice.category])
                return f"{self.settings.network_name}: {category}", "", f"/events?category={choice.category}"
            case ["", "events" | "organisations" | "campaigns", _]:
                match self.named.get(path):
                    case EventState() as event if is_public(event):
                        return event.title, "", page
                    case OrganisationState() as organisation:
                        return organisation.name, "", page
                    case CampaignState() as campaign:
                        return campaign.title, campaign.description, page
                raise NotFound("feed")
        return self.settings.network_name, "", "/events"

    def departed(self, since: datetime, now: datetime) -> list[Entry]:
        """The entries that have left by the clock between these two."""
        return [entry for entry in self.index.lists.get(CALENDAR, []) if since < entry.leaves_at <= now]
