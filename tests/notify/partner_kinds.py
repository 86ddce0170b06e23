"""Each kind of mail that nobody asked for, to those who work with the calendar, with all that can stand in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from services.notify.domain.facts import EventFacts
from services.notify.domain.mail import MailKind
from services.notify.domain.operating import BounceCount, GivenUpCount, OpenApplication
from services.notify.domain.sign_up import DateCount, DateNews
from shared.messages.events import CampaignState, EventState
from shared.messages.registration import RosterState

LINK = "https://win.example/still-on/secret"


def a_campaign(**changes: Any) -> CampaignState:
    """A week in autumn 2099, with a call until the summer."""
    state = {
        "id": uuid4(),
        "version": 1,
        "slug": "woche-der-vielfalt",
        "title": "Woche der Vielfalt",
        "organisation_id": uuid4(),
        "starts_on": date(2099, 9, 18),
        "ends_on": date(2099, 9, 26),
        "call_opens_on": date(2099, 4, 1),
        "call_closes_on": date(2099, 6, 30),
        "url": "https://win.example/campaigns/woche-der-vielfalt",
        "changed_at": datetime.now(UTC),
    }
    return CampaignState(**{**state, **changes})


def a_roster(event: EventState, taken: int, **changes: Any) -> RosterState:
    state = {
        "id": event.id,
        "version": taken + 1,
        "event_id": event.id,
        "is_open": True,
        "capacity": 20,
        "seats_taken": taken,
        "waiting_count": 0,
    }
    return RosterState(**{**state, **changes})


def for_members(event: EventState, current: EventFacts) -> Iterator[tuple[MailKind, dict[str, object]]]:
    words = event.title
    yield MailKind.ENTRY_ASKED_FOR, {"campaign": a_campaign(title=words)}
    yield MailKind.ENTRY_ASKED_FOR, {"campaign": a_campaign(call_closes_on=None)}
    yield MailKind.DEADLINE_NEAR, {"campaign": a_campaign(title=words)}
    yield MailKind.STILL_ON, {"event": event, "date": current, "link": LINK}
    full = {"event": event, "date": current, "capacity": 20}
    for left, waiting in ((0, 3), (1, 0), (2, 0)):
        yield MailKind.ROSTER_NEARLY_FULL, full | {"places_left": left, "waiting_count": waiting}
    count = DateCount(event_id=event.id, roster_id=event.id, signed_up=5, cancelled=1, waiting=2)
    news = [DateNews(event=event, date=current, count=count, places_left=left) for left in (0, 3, None)]
    yield MailKind.SIGN_UPS_DIGEST, {"news": news, "organisation_name": words}
    yield from for_coordinators(event)


def for_coordinators(event: EventState) -> Iterator[tuple[MailKind, dict[str, object]]]:
    applied = [OpenApplication(application_id=uuid4(), organisation_name=event.title)] * 2
    nothing = {"entries": [], "entry_count": 0, "applications": [], "application_count": 0}
    yield MailKind.QUEUE_DIGEST, nothing | {"entries": [event], "entry_count": 1}
    yield MailKind.QUEUE_DIGEST, nothing | {"applications": applied, "application_count": 2}
    everything = {"entries": [event, event], "entry_count": 40, "applications": applied, "application_count": 40}
    yield MailKind.QUEUE_DIGEST, everything
    given_up = [
        GivenUpCount(service=service, consumer=f"{service}-a", heard="events.event", reason="NotFound", count=2)
        for service in ("events", "notify")
    ]
    yield MailKind.DEAD_LETTERS, {"messages": given_up, "message_count": 4, "services": ["events", "notify"]}
    yield MailKind.BOUNCES_DIGEST, {"count": BounceCount(addresses=1, participants=1, subscribers=0, members=0)}
    yield MailKind.BOUNCES_DIGEST, {"count": BounceCount(addresses=3, participants=2, subscribers=1, members=1)}
