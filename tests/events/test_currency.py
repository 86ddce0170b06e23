"""How long after a change calendar apps had it, from what they asked and got."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.events.domain.app_families import Family
from services.events.domain.currency import (
    MOST_FEEDS,
    MOST_KEPT,
    FamilyCurrency,
    FeedRequest,
    Ledger,
    Tally,
    currency_of,
    state_of,
)

NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OLD = '"old"'


def got(at: datetime, version: datetime, **fields: Any) -> FeedRequest:
    """A request that got the feed as it stands since `version`."""
    usual: dict[str, Any] = {"family": Family.THUNDERBIRD, "path": "/calendar.ics", "status": 200}
    return FeedRequest(asked_at=at, last_modified=version, **(usual | fields))


def unchanged(at: datetime, **fields: Any) -> FeedRequest:
    """A request that was told that it has the last version, whose tag so becomes known."""
    usual: dict[str, Any] = {"family": Family.THUNDERBIRD, "path": "/calendar.ics", "has_etag": OLD}
    return FeedRequest(asked_at=at, status=304, **(usual | fields))


def seconds_seen(*requests: FeedRequest) -> list[int]:
    ledger = Ledger({})
    for request in requests:
        ledger.add(request)
    return [change.after_seconds for change in ledger.tallies[Family.THUNDERBIRD].seen]


def currency(ledger: Ledger, now: datetime) -> FamilyCurrency:
    [found] = currency_of(states_of(ledger, now), now)
    return found


def states_of(ledger: Ledger, now: datetime, edge: str = "edge-1") -> list[Any]:
    return [state_of(tally, family, edge=edge, now=now) for family, tally in ledger.tallies.items()]


def test_who_had_the_version_before_sees_the_change_when_asking() -> None:
    first = [got(NOON, NOON - HOUR), unchanged(NOON)]

    assert seconds_seen(*first, got(NOON + HOUR, NOON + 50 * MINUTE, has_etag=OLD)) == [600]


def test_whoever_was_away_for_several_changes_has_waited_for_each_of_them() -> None:
    first = [got(NOON, NOON - HOUR), unchanged(NOON)]
    others = [got(NOON + minutes * MINUTE, NOON + minutes * MINUTE) for minutes in (10, 30)]

    assert seconds_seen(*first, *others, got(NOON + HOUR, NOON + 40 * MINUTE, has_etag=OLD)) == [3000, 1800, 1200]


def test_of_a_version_nobody_knows_any_more_only_the_newest_change_is_sure() -> None:
    assert seconds_seen(got(NOON, NOON - HOUR, has_etag='"forgotten"')) == [3600]


def test_nothing_is_new_to_whoever_gets_the_same_version_again_or_nothing() -> None:
    first, packed_otherwise = got(NOON, NOON - HOUR), got(NOON + MINUTE, NOON - HOUR, has_etag=OLD)

    assert seconds_seen(first, unchanged(NOON + MINUTE), packed_otherwise) == []


def test_whoever_makes_up_lists_of_tags_does_not_fill_the_memory() -> None:
    ledger = Ledger({})
    ledger.add(got(NOON, NOON - HOUR))
    ledger.add(unchanged(NOON, has_etag=f'{OLD}, "made up"'))

    assert ledger.feeds["/calendar.ics"].tags == {}


def test_each_feed_changes_for_itself() -> None:
    other = got(NOON + MINUTE, NOON, path="/events/fest.ics")
    first = [got(NOON, NOON - HOUR), unchanged(NOON)]

    assert seconds_seen(*first, other, got(NOON + HOUR, NOON + HOUR, has_etag=OLD)) == [0]


def test_answers_to_filters_stand_alone_since_the_log_does_not_say_what_was_filtered_for() -> None:
    filtered = "/calendar.ics?"
    first = [got(NOON, NOON - HOUR, path=filtered), unchanged(NOON, path=filtered)]
    other = got(NOON + MINUTE, NOON, path=filtered)
    again = got(NOON + HOUR, NOON + 30 * MINUTE, path=filtered, has_etag=OLD)

    assert seconds_seen(*first, other, again) == [1800]


def test_of_apps_that_do_not_say_what_they_have_only_the_first_to_ask_is_known() -> None:
    ledger = Ledger({})
    ledger.add(got(NOON, NOON - HOUR, family=Family.GOOGLE))
    for number in range(1, 6):
        changed = NOON + number * HOUR
        ledger.add(got(changed + 10 * MINUTE, changed, family=Family.GOOGLE))
        # Another of the family, or the same again: it says nothing.
        ledger.add(got(changed + 40 * MINUTE, changed, family=Family.GOOGLE))

    found = currency(ledger, NOON + 6 * HOUR)
    assert (found.half_within_seconds, found.only_the_first, found.changes_counted) == (600, True, 5)


def test_the_middle_and_nine_in_ten_of_the_last_thirty_days() -> None:
    ledger = Ledger({})
    ledger.add(got(NOON - timedelta(days=40), NOON - timedelta(days=60), has_etag='"old"'))
    for minutes in range(1, 11):
        asked = NOON + minutes * HOUR
        ledger.add(got(asked, asked - minutes * MINUTE, has_etag=f'"{minutes}"'))

    found = currency(ledger, NOON + 11 * HOUR)

    assert found.changes_counted == 10
    assert (found.half_within_seconds, found.nine_in_ten_within_seconds) == (330, 540)
    assert not found.only_the_first


def test_requests_at_the_same_moment_are_all_counted_in_whatever_order_they_are_logged() -> None:
    ledger = Ledger({})

    assert [ledger.add(unchanged(NOON + each * MINUTE)) for each in (1, 1, 0)] == [True, True, True]
    assert currency(ledger, NOON + HOUR).asked_at == NOON + MINUTE
    assert currency(ledger, NOON + HOUR).requests_in_7_days == 3


def test_of_a_few_changes_nobody_can_tell_what_is_usual() -> None:
    ledger = Ledger({})
    ledger.add(got(NOON, NOON - MINUTE, has_etag='"a"'))

    found = currency(ledger, NOON)

    assert (found.half_within_seconds, found.nine_in_ten_within_seconds, found.changes_counted) == (None, None, 1)


def test_requests_are_counted_by_day_and_told_for_seven_days() -> None:
    ledger = Ledger({})
    for days in (8, 7, 6, 1, 0, 0):
        ledger.add(unchanged(NOON - timedelta(days=days)))

    found = currency(ledger, NOON + HOUR)

    assert (found.requests_in_7_days, found.asked_at) == (4, NOON)
    [state] = states_of(ledger, NOON + HOUR)
    assert sorted(state.requests_by_day.values()) == [1, 1, 2]


def test_the_edges_are_added_up_and_the_rest_comes_last() -> None:
    one, other = Ledger({}), Ledger({})
    one.add(unchanged(NOON))
    other.add(unchanged(NOON + MINUTE))
    for minutes in range(5):
        other.add(unchanged(NOON + minutes * MINUTE, family=Family.OTHER))
    states = states_of(one, NOON + HOUR) + states_of(other, NOON + HOUR, edge="edge-2")

    found = currency_of(states, NOON + HOUR)

    assert len({state.id for state in states}) == 3
    assert [(each.family, each.requests_in_7_days) for each in found] == [(Family.THUNDERBIRD, 2), (Family.OTHER, 5)]
    assert found[0].asked_at == NOON + MINUTE
    assert currency_of(states, NOON + timedelta(days=31)) == []


def test_an_edge_that_starts_again_counts_nothing_twice_but_learns_the_versions_again() -> None:
    first = [got(NOON, NOON - HOUR), unchanged(NOON), got(NOON + MINUTE, NOON, has_etag='"x"')]
    before = Ledger({})
    for request in first:
        before.add(request)
    [state] = states_of(before, NOON + HOUR)

    again = Ledger({Family.THUNDERBIRD: Tally(state)})

    assert [again.add(request) for request in first] == [False, False, False]
    assert again.add(got(NOON + HOUR, NOON + 30 * MINUTE, has_etag=OLD))
    [told] = states_of(again, NOON + HOUR)
    assert told.requests_by_day == {NOON.date(): 4}
    assert [change.after_seconds for change in told.seen] == [60, 3600, 1800]


@pytest.mark.parametrize("count", [MOST_FEEDS + 10])
def test_whoever_makes_up_addresses_does_not_fill_the_memory(count: int) -> None:
    ledger = Ledger({})
    for number in range(count):
        ledger.add(got(NOON + number * MINUTE, NOON, path=f"/events/{number}.ics", has_etag='"x"'))

    assert len(ledger.feeds) == MOST_FEEDS
    assert len(ledger.tallies[Family.THUNDERBIRD].seen) == MOST_KEPT
