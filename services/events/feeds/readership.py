"""How calendar apps ask for feeds, in memory: what all edges told last."""

import asyncio
from datetime import datetime
from uuid import UUID

from nats.aio.client import Client

from shared.following import follow
from shared.messages.events import FeedReadersState


class Readership:
    def __init__(self) -> None:
        self.states: dict[UUID, FeedReadersState] = {}
        self.caught_up = asyncio.Event()

    async def run(self, client: Client) -> None:
        """Follow the edges for ever."""
        await follow(client, FeedReadersState, self.put, self.caught_up)

    def put(self, state: FeedReadersState, _: datetime) -> None:
        before = self.states.get(state.id)
        if before is None or before.version < state.version:
            self.states[state.id] = state
