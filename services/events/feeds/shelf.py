"""The public calendar in memory, kept true by NATS: feeds are answered from it, also while PostgreSQL is away."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from nats.aio.client import Client

from services.events.domain.feed import Choice, Feed, feed_of
from services.events.settings import Settings
from shared.following import follow
from shared.messages.events import CampaignState, EventState, OrganisationState
from shared.problems import NotFound, Unavailable

# Entries also leave by the clock.
KEEP_FEEDS = timedelta(minutes=1)
# A feed has at most about a megabyte, and whoever makes up filters must not fill the memory.
MOST_FEEDS = 100


class MadeFeed(Struct, frozen=True, kw_only=True):
    feed: Feed
    made_at: datetime


class Shelf:
    """Every event, organisation and campaign as last heard of."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.events: dict[UUID, EventState] = {}
        self.organisations: dict[UUID, OrganisationState] = {}
        self.campaigns: dict[UUID, CampaignState] = {}
        self.events_caught_up = asyncio.Event()
        self.organisations_caught_up = asyncio.Event()
        self.campaigns_caught_up = asyncio.Event()
        self.changed = asyncio.Event()
        # What was asked for since the last change.
        self.feeds: dict[tuple[str, Choice], MadeFeed] = {}

    async def run(self, client: Client) -> None:
        """Follow both streams for ever."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(follow(client, EventState, self.put_event, self.events_caught_up))
            tasks.create_task(follow(client, OrganisationState, self.put_organisation, self.organisations_caught_up))
            tasks.create_task(follow(client, CampaignState, self.put_campaign, self.campaigns_caught_up))

    @property
    def is_complete(self) -> bool:
        return all(
            each.is_set() for each in (self.events_caught_up, self.organisations_caught_up, self.campaigns_caught_up)
        )

    def put_event(self, state: EventState) -> None:
        self.put(self.events, state)

    def put_organisation(self, state: OrganisationState) -> None:
        self.put(self.organisations, state)

    def put_campaign(self, state: CampaignState) -> None:
        self.put(self.campaigns, state)

    def put(self, kept: dict[UUID, Any], state: EventState | OrganisationState | CampaignState) -> None:
        before = kept.get(state.id)
        if before is None or before.version < state.version:
            kept[state.id] = state
            self.feeds.clear()
            self.changed.set()

    def feed(self, path: str, choice: Choice) -> Feed:
        """The feed at this path. Raises `NotFound`, and `Unavailable` while we have not heard of everything yet."""
        if not self.is_complete:
            raise Unavailable
        now = datetime.now(UTC)
        kept = self.feeds.get((path, choice))
        if kept is None or kept.made_at < now - KEEP_FEEDS:
            kept = self.feeds[path, choice] = MadeFeed(feed=self.make(path, choice, now), made_at=now)
        return kept.feed

    def make(self, path: str, choice: Choice, now: datetime) -> Feed:
        if len(self.feeds) >= MOST_FEEDS:
            self.feeds.clear()
        # The page a feed belongs to: of an event, of an organisation, or the list.
        page = path.removesuffix(".ics") if path.count("/") > 1 else "/events"
        return feed_of(
            self.events.values(),
            choice,
            name=self.name_of(choice, page),
            url=f"{self.settings.base_url}{page}",
            # The address of a members' feed is a secret of each of them.
            source="" if choice.internal else f"{self.settings.base_url}{path}",
            now=now,
        )

    def name_of(self, choice: Choice, page: str) -> str:
        """What the calendar is called. Raises `NotFound` for an event or an organisation that is not public."""
        if page == "/events":
            return self.settings.network_name
        if choice.event:
            names = (event.title for event in self.events.values() if event.slug == choice.event and event.vevents)
        else:
            names = (each.name for each in self.organisations.values() if each.slug == choice.organisation)
        name = next(names, None)
        if name is None:
            raise NotFound("feed")
        return name
