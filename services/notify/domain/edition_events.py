"""Which events a newsletter edition lists, and how."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notify.domain.composed_edition import ComposedEvent
from services.notify.domain.edition import EventChoice
from shared.messages.event_details import EventText, Occurrence, OccurrenceStatus
from shared.messages.events import EventState
from shared.occurrences import dates_of
from shared.translations import closest

# More than anybody reads in a mail; the calendar has all of them.
MOST_EVENTS = 60


def listed(events: Iterable[EventState], choice: EventChoice, language: str) -> list[ComposedEvent]:
    """The chosen ones, each on its first date in the days of the edition, in the order of these."""
    dated = [(date, event) for event in events if is_chosen(event, choice) and (date := first_date(event, choice))]
    dated.sort(key=lambda pair: (pair[0].starts_at, pair[1].id))
    return [listed_event(event, date, language) for date, event in dated[:MOST_EVENTS]]


def is_chosen(event: EventState, choice: EventChoice) -> bool:
    wanted = ((choice.category, event.category), (choice.campaign, event.campaign))
    return all(each is None or each == own for each, own in wanted) and (
        choice.language is None or choice.language in event.languages
    )


def first_date(event: EventState, choice: EventChoice) -> Occurrence | None:
    """The first that takes place in these days, by the clocks there."""
    if choice.from_on is None or choice.until_on is None:
        return None
    zone = ZoneInfo(event.time_zone)
    begins = datetime.combine(choice.from_on, time(), zone)
    ends = datetime.combine(choice.until_on + timedelta(days=1), time(), zone)
    inside = [
        each
        for each in event.occurrences
        if each.status is not OccurrenceStatus.CANCELLED and each.starts_at < ends and each.ends_at > begins
    ]
    return min(inside, key=lambda each: each.starts_at, default=None)


def listed_event(event: EventState, occurrence: Occurrence, language: str) -> ComposedEvent:
    original = EventText(language=event.language, title=event.title, description="")
    text = closest(event.texts, language, original)
    dates = dates_of(event, occurrence.starts_at, occurrence.ends_at)
    return ComposedEvent(
        title=text.title,
        language=text.language,
        organisation_name=event.organisation_name,
        url=event.url,
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        time_zone=event.time_zone,
        repeats=len(event.occurrences) > 1,
        place=event.place,
        online=event.online,
    )
