"""What independent readers are asked, and that all of them say the same."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.events.domain.vevent import rendered
from shared.calendar import calendar
from shared.messages.events import EventState
from tests.readers.reading import Occurrence, Reader

# Two years, but for the days on which it matters where one is.
FROM, TO = datetime(2027, 1, 1, 12, tzinfo=UTC), datetime(2028, 12, 30, 12, tzinfo=UTC)


def feed_of(*states: EventState) -> bytes:
    """A feed of these, each in its own language."""
    zones = {state.time_zone for state in states if state.starts_at}
    vevents = [rendered(state).vevents[state.language] for state in states]
    return calendar(vevents, name="WIN", language="de", time_zones=zones)


def instant(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def seen_by(readers: dict[str, Reader], feed: bytes) -> dict[str, list[Occurrence]]:
    """The dates of two years, as each reader sees them."""
    return {name: read(feed, FROM, TO) for name, read in readers.items()}


def agreed(readers: dict[str, Reader], dates: list[Occurrence]) -> dict[str, list[Occurrence]]:
    return {name: list(dates) for name in readers}
