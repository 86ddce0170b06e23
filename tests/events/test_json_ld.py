"""Events as search engines read them (schema.org)."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.events.domain.json_ld import as_script, event_ld
from shared.messages.event_details import (
    Conference,
    Coordinates,
    CoOrganiser,
    Cost,
    Facts,
    Occurrence,
    OccurrenceStatus,
    Recurrence,
)
from shared.messages.events import EventState, EventStatus
from tests.events.calendar_in_memory import NOW, PICTURE, an_event
from tests.events.given import BASE_URL

# The properties that schema.org gives these types and that we use; what is not here is a typing error.
KNOWN = {
    "Event": {
        "name",
        "description",
        "url",
        "inLanguage",
        "location",
        "organizer",
        "image",
        "isAccessibleForFree",
        "maximumAttendeeCapacity",
        "eventAttendanceMode",
        "eventStatus",
        "previousStartDate",
        "startDate",
        "endDate",
    },
    "Place": {"name", "address", "geo"},
    "GeoCoordinates": {"latitude", "longitude"},
    "VirtualLocation": {"url"},
    "Organization": {"name", "url", "memberOf"},
}
KNOWN["EventSeries"] = KNOWN["Event"] | {"subEvent"}


def linked(state: EventState) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_script(event_ld(state, "de", now=NOW)))
    check(found)
    return found


def check(thing: Any) -> None:
    """Every property is one that schema.org knows of this type."""
    if isinstance(thing, list):
        for each in thing:
            check(each)
    if isinstance(thing, dict):
        assert set(thing) - {"@type", "@context"} <= KNOWN[thing["@type"]]
        for each in thing.values():
            check(each)


def in_berlin(**changes: Any) -> EventState:
    dates = Occurrence(
        id=UUID(int=5),
        starts_at=datetime(2027, 7, 5, 16, 0, tzinfo=UTC),
        ends_at=datetime(2027, 7, 5, 18, 0, tzinfo=UTC),
    )
    usual: dict[str, Any] = {
        "starts_at": datetime(2027, 7, 5, 18, 0),
        "ends_at": datetime(2027, 7, 5, 20, 0),
        "time_zone": "Europe/Berlin",
        "occurrences": [dates],
    }
    return an_event(**usual | changes)


def test_an_event_has_its_dates_with_offset_its_place_and_those_who_make_it() -> None:
    found = linked(
        in_berlin(
            coordinates=Coordinates(latitude=51.4439, longitude=7.3346),
            co_organisers=[CoOrganiser(id=UUID(int=2), slug="awo-en", name="AWO")],
            facts=Facts(cost=Cost.FREE),
            capacity=20,
            pictures=[PICTURE],
        )
    )

    assert (found["@context"], found["@type"]) == ("https://schema.org", "Event")
    assert (found["startDate"], found["endDate"]) == ("2027-07-05T18:00:00+02:00", "2027-07-05T20:00:00+02:00")
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["location"] == [
        {
            "@type": "Place",
            "name": "Saalbau",
            "address": "Bergerstraße 25, Witten",
            "geo": {"@type": "GeoCoordinates", "latitude": 51.4439, "longitude": 7.3346},
        }
    ]
    assert [each["url"] for each in found["organizer"]] == [
        f"{BASE_URL}/organisations/caritas-witten",
        f"{BASE_URL}/organisations/awo-en",
    ]
    assert found["image"] == [f"{BASE_URL}/pictures/1/large.jpg"]
    assert found["isAccessibleForFree"] is True
    assert found["maximumAttendeeCapacity"] == 20
    assert found["inLanguage"] == ["de", "uk"]


def test_whole_days_are_dates_the_last_one_included() -> None:
    days = Occurrence(
        id=UUID(int=5),
        starts_at=datetime(2027, 9, 24, 22, 0, tzinfo=UTC),
        ends_at=datetime(2027, 10, 3, 22, 0, tzinfo=UTC),
    )
    first, last = date(2027, 9, 25), date(2027, 10, 3)

    found = linked(in_berlin(starts_at=None, ends_at=None, starts_on=first, ends_on=last, occurrences=[days]))

    assert (found["startDate"], found["endDate"]) == ("2027-09-25", "2027-10-03")


@pytest.mark.parametrize(
    ("status", "said"), [(EventStatus.CANCELLED, "EventCancelled"), (EventStatus.POSTPONED, "EventPostponed")]
)
def test_what_is_off_says_so_and_keeps_its_date(status: EventStatus, said: str) -> None:
    found = linked(in_berlin(status=status))

    assert found["eventStatus"] == f"https://schema.org/{said}"
    assert found["startDate"] == "2027-07-05T18:00:00+02:00"


def test_a_date_to_be_announced_is_none() -> None:
    assert "startDate" not in linked(an_event(starts_at=None, ends_at=None, occurrences=[]))


def test_nobody_learns_how_to_join_unless_everybody_may() -> None:
    secret = Conference(url="https://meet.witten.example/linde-7", pass_code="zeche-8")
    hidden = linked(in_berlin(online=True, place=None, conference=secret, join_details="Kenncode zeche-8"))
    both = linked(in_berlin(online=True, conference=Conference(url="https://meet.witten.example/1", is_public=True)))

    assert "linde-7" not in json.dumps(hidden)
    assert "zeche-8" not in json.dumps(hidden)
    assert hidden["location"] == [{"@type": "VirtualLocation", "url": f"{BASE_URL}/events/sprachcafe"}]
    assert hidden["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert both["location"][1]["url"] == "https://meet.witten.example/1"
    assert both["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


def test_each_coming_date_of_a_series_is_an_event_of_its_own() -> None:
    starts = (NOW + timedelta(days=1)).replace(minute=0, second=0)
    wall_time = starts.replace(tzinfo=None)

    def occurrence(week: int, **changes: Any) -> Occurrence:
        at = starts + timedelta(weeks=week)
        usual = {
            "starts_at": at,
            "ends_at": at + timedelta(hours=2),
            "recurrence_id": wall_time + timedelta(weeks=week),
        }
        return Occurrence(id=UUID(int=100 + week), **usual | changes)

    moved = {"starts_at": starts + timedelta(weeks=1, hours=3), "ends_at": starts + timedelta(weeks=1, hours=5)}
    found = linked(
        an_event(
            recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=4"),
            occurrences=[
                occurrence(-1),
                occurrence(0),
                occurrence(1, **moved),
                occurrence(2, status=OccurrenceStatus.CANCELLED),
            ],
        )
    )

    assert found["@type"] == "EventSeries"
    assert [each["eventStatus"].rpartition("/")[2] for each in found["subEvent"]] == [
        "EventScheduled",
        "EventRescheduled",
        "EventCancelled",
    ]
    assert found["subEvent"][0]["startDate"] == starts.isoformat()
    assert found["subEvent"][1]["previousStartDate"] == (starts + timedelta(weeks=1)).isoformat()
    assert found["subEvent"][0]["location"][0] == {
        "@type": "Place",
        "name": "Saalbau",
        "address": "Bergerstraße 25, Witten",
    }


def test_no_text_ends_the_script() -> None:
    written = as_script(event_ld(an_event(title="</script><script>alert(1)//<!--"), "de", now=NOW))

    assert "<" not in written
    assert json.loads(written)["name"] == "</script><script>alert(1)//<!--"
