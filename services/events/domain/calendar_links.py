"""Links that add one event to a calendar on the web: Google's and Microsoft's own addresses for it."""

from datetime import date, datetime, timedelta
from urllib.parse import quote, urlencode

from msgspec import Struct

from services.events.domain.wording import text_in, where_in_words
from shared.messages.events import EventState, EventStatus

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"
# Addresses have an end: some browsers and servers stop at about 2000 characters.
MOST_CHARACTERS = 500


class CalendarLinks(Struct, frozen=True, kw_only=True):
    """The event as a file, and for calendars on the web: `outlook` for people at home, `office` for those at work."""

    ics: str
    google: str | None = None
    outlook: str | None = None
    office: str | None = None


def links_of(state: EventState, language: str) -> CalendarLinks | None:
    """None for what does not take place or has no date yet. A series fits only into the file, which has all dates."""
    if state.status is not EventStatus.PUBLISHED or not state.occurrences:
        return None
    ics = f"/events/{state.slug}.ics"
    if state.recurrence:
        return CalendarLinks(ics=ics)
    return CalendarLinks(
        ics=ics,
        google=google_link(state, language),
        outlook=microsoft_link(OUTLOOK, state, language),
        office=microsoft_link(OFFICE, state, language),
    )


def google_link(state: EventState, language: str) -> str:
    starts, ends = span(state)
    form = "%Y%m%dT%H%M%S" if state.starts_at else "%Y%m%d"
    return with_query(
        GOOGLE,
        {
            "action": "TEMPLATE",
            "text": text_in(state, language).title,
            "dates": f"{starts.strftime(form)}/{ends.strftime(form)}",
            "ctz": state.time_zone,
            "details": details(state, language),
            "location": where_in_words(state, language),
        },
    )


def microsoft_link(address: str, state: EventState, language: str) -> str:
    starts, ends = span(state)
    if state.starts_at:
        # It reads no zone, but offsets.
        starts, ends = state.occurrences[0].starts_at, state.occurrences[0].ends_at
    whole_days = {"allday": "true"} if state.starts_on else {}
    return with_query(
        address,
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": text_in(state, language).title,
            "startdt": starts.isoformat(),
            "enddt": ends.isoformat(),
            "body": details(state, language),
            "location": where_in_words(state, language),
        }
        | whole_days,
    )


def span(state: EventState) -> tuple[date, date]:
    """Wall times, or the first day and the one after the last."""
    if state.starts_on and state.ends_on:
        return state.starts_on, state.ends_on + timedelta(days=1)
    starts: datetime | None = state.starts_at
    ends: datetime | None = state.ends_at
    if starts is None or ends is None:
        raise ValueError("an event without a date has no span")
    return starts, ends


def details(state: EventState, language: str) -> str:
    """The beginning of the description, and where the rest is; how to join stands nowhere in it."""
    description = text_in(state, language).description
    if len(description) > MOST_CHARACTERS:
        description = f"{description[:MOST_CHARACTERS].rstrip()} …"
    return f"{description}\n\n{state.url}"


def with_query(address: str, query: dict[str, str]) -> str:
    # Outlook shows a plus sign where others see a space.
    return f"{address}?{urlencode({name: value for name, value in query.items() if value}, quote_via=quote)}"
