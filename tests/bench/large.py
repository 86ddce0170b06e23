"""A calendar of ten thousand events, entered by the command that takes over what is elsewhere."""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deploy.local.running import RunningStack
from deploy.local.waiting import wait_until
from services.events.commands.import_event import import_event
from services.events.domain.event import EventFields, PlaceFields
from services.events.tables import organisations
from shared.categories import SPOKEN_LANGUAGES, Category
from shared.database import create_pool
from shared.messages.events import EventStatus

EVENTS = 10_000
# Each is one transaction.
BATCH = 250
FILL_SECONDS = 300
# Changed too long ago for anybody to be mailed.
CHANGED_AT = datetime.now(UTC) - timedelta(days=30)
# fmt: off
WORDS = [
    "Abend", "Arbeit", "Beratung", "Café", "Chor", "Deutsch", "Ehrenamt", "Familie",
    "Fest", "Frauen", "Garten", "Gespräch", "Grundkurs", "Hilfe", "Jugend", "Kinder",
    "Kochen", "Kultur", "Lesung", "Musik", "Nachbarn", "Oben", "Park", "Recht",
    "Schule", "Sport", "Sprache", "Tanz", "Treffen", "Vielfalt", "Wandern", "Zukunft",
]
# fmt: on


def fill(running: RunningStack) -> None:
    """Returns when the feed of all of them is there."""
    # The others would hear of each event, and take the processors for minutes.
    running.stop_programs("registration", *others(running, "registration"), "notify", *others(running, "notify"))
    asyncio.run(enter(running))
    feed = running.stack.feeds / "calendar.ics"
    wait_until(
        lambda: feed.exists() and feed.read_bytes().count(b"BEGIN:VEVENT") >= EVENTS,
        seconds=FILL_SECONDS,
        what="The feed of all events",
    )


def others(running: RunningStack, service: str) -> list[str]:
    """The replicas beside the first."""
    return [f"{service}-{number}" for number in range(2, running.stack.replicas + 1)]


async def enter(running: RunningStack) -> None:
    made = fields()
    async with create_pool(running.database_url("events")) as pool:
        async with pool.acquire() as db:
            partners = [each.id for each in await organisations.list_all(db)]
        for start in range(0, EVENTS, BATCH):
            async with pool.acquire() as db, db.transaction():
                for number in range(start, start + BATCH):
                    await import_event(
                        db,
                        next(made),
                        organisation_id=partners[number % len(partners)],
                        status=EventStatus.PUBLISHED,
                        changed_at=CHANGED_AT,
                        base_url=running.base_url,
                    )


def fields() -> Iterator[EventFields]:
    """The same events with each run, from a month ago to a year ahead; all of them are in the calendar's feed."""
    chance = random.Random(1)
    first_day = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None) - timedelta(days=30)
    categories = list(Category)
    while True:
        starts_at = first_day + timedelta(days=chance.randrange(395), hours=chance.randrange(12))
        yield EventFields(
            title=" ".join(chance.choices(WORDS, k=3)),
            description=f"{' '.join(chance.choices(WORDS, k=30))}.\n\n{' '.join(chance.choices(WORDS, k=15))}.",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place=PlaceFields(name=chance.choice(WORDS), address=f"{chance.choice(WORDS)}straße 1, 58452 Witten"),
            category=chance.choice(categories),
            languages=chance.sample(SPOKEN_LANGUAGES, k=2),
        )
