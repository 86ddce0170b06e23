"""The rules about what is worth telling, without I/O."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from services.notify.domain.facts import Topic, difference, facts_of, is_over
from services.notify.domain.mail import MailKind
from services.notify.domain.news import news_of
from services.notify.domain.retrying import DELAYS, delay_after
from shared.messages.event_details import Conference, Place, Return
from shared.messages.events import EventStatus
from tests.notify.given import an_event

NOW = datetime(2099, 10, 17, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "topics"),
    [
        ({}, []),
        ({"description": "Mit Musik", "capacity": 5, "version": 2, "sequence": 3}, []),
        ({"title": "Fest"}, [Topic.TITLE]),
        ({"starts_at": datetime(2099, 10, 17, 17)}, [Topic.WHEN]),
        ({"time_zone": "Europe/London"}, [Topic.WHEN]),
        ({"place": Place(name="Rathaus")}, [Topic.PLACE]),
        ({"place": None, "online": True}, [Topic.PLACE, Topic.ONLINE]),
        ({"join_details": "https://meet.example/1"}, [Topic.JOIN_DETAILS]),
        ({"conference": Conference(pass_code="1234")}, [Topic.JOIN_DETAILS]),
        ({"status": EventStatus.CANCELLED}, [Topic.STATUS]),
        ({"status": EventStatus.POSTPONED, "starts_at": None, "ends_at": None}, [Topic.STATUS, Topic.WHEN]),
    ],
)
def test_only_what_people_who_come_must_know_is_a_difference(changes: dict[str, Any], topics: list[Topic]) -> None:
    event = an_event()

    assert difference(facts_of(event, event.id), facts_of(structs.replace(event, **changes), event.id)) == topics


def test_the_time_zone_of_whole_days_is_no_difference() -> None:
    days: dict[str, Any] = {
        "starts_at": None,
        "ends_at": None,
        "starts_on": date(2099, 9, 25),
        "ends_on": date(2099, 10, 3),
    }
    event = an_event(**days)

    assert (
        difference(facts_of(event, event.id), facts_of(structs.replace(event, time_zone="Europe/London"), event.id))
        == []
    )


@pytest.mark.parametrize(
    ("dates", "over_at"),
    [
        ({}, datetime(2099, 10, 17, 18, tzinfo=UTC)),
        (
            {"starts_at": None, "ends_at": None, "starts_on": date(2099, 10, 1), "ends_on": date(2099, 10, 2)},
            datetime(2099, 10, 2, 22, tzinfo=UTC),
        ),
    ],
)
def test_an_event_is_over_when_its_last_hour_or_day_has_passed_where_it_takes_place(
    dates: dict[str, Any], over_at: datetime
) -> None:
    event = an_event(**dates)
    facts = facts_of(event, event.id)

    assert not is_over(facts, over_at - timedelta(seconds=1))
    assert is_over(facts, over_at + timedelta(seconds=1))


def test_an_event_without_a_date_is_never_over() -> None:
    event = an_event(starts_at=None, ends_at=None)

    assert not is_over(facts_of(event, event.id), NOW)


SUBMITTED = an_event(status=EventStatus.SUBMITTED, changed_at=NOW)
RETURNED = structs.replace(SUBMITTED, status=EventStatus.RETURNED, returned=Return(reason="incomplete"))
PUBLISHED = structs.replace(SUBMITTED, status=EventStatus.PUBLISHED)


@pytest.mark.parametrize(
    ("before", "event", "kind"),
    [
        (None, SUBMITTED, MailKind.EVENT_SUBMITTED),
        (RETURNED, SUBMITTED, MailKind.EVENT_SUBMITTED),
        (SUBMITTED, structs.replace(SUBMITTED, title="Anders"), None),
        (SUBMITTED, RETURNED, MailKind.EVENT_RETURNED),
        (RETURNED, RETURNED, None),
        (RETURNED, structs.replace(RETURNED, returned=Return(reason="duplicate")), MailKind.EVENT_RETURNED),
        (SUBMITTED, PUBLISHED, MailKind.EVENT_PUBLISHED),
        (None, PUBLISHED, MailKind.EVENT_PUBLISHED),
        (structs.replace(PUBLISHED, status=EventStatus.POSTPONED), PUBLISHED, None),
        (PUBLISHED, structs.replace(PUBLISHED, status=EventStatus.CANCELLED), None),
    ],
)
def test_a_step_of_an_entry_is_news_once(before: Any, event: Any, kind: MailKind | None) -> None:
    assert news_of(before, event, NOW) is kind


def test_what_happened_long_ago_is_history_for_a_service_that_hears_it_for_the_first_time() -> None:
    later = NOW + timedelta(days=1, seconds=1)

    assert news_of(None, PUBLISHED, later) is None
    assert news_of(SUBMITTED, PUBLISHED, later) is MailKind.EVENT_PUBLISHED


def test_a_mail_is_tried_for_two_days_with_growing_delay() -> None:
    delays = [delay_after(tries) for tries in range(1, len(DELAYS) + 1)]

    assert delays == sorted(DELAYS)
    assert timedelta(days=2) < sum(DELAYS, timedelta()) < timedelta(days=2, hours=2)
    assert delay_after(len(DELAYS) + 1) is None
