"""What is in a feed: by its address, by its filters, and by the clock."""

from datetime import timedelta

import icalendar
import pytest
from msgspec import structs

from services.events.domain.feed import CANCELLED, Choice
from services.events.feeds.index import choice_at
from services.events.feeds.shelf import Shelf
from services.events.settings import Settings
from shared.categories import Category
from shared.messages.event_details import Audience, Cost, Facts, Group, OccurrenceStatus, Recurrence
from shared.messages.events import CampaignState, EventStatus
from shared.problems import NotFound, Unavailable
from tests.events.feed_states import CARITAS, NOW, WEEK, a_shelf, an_event, changed, fill, occurrence, titles


def test_each_address_has_its_own_entries_in_the_order_of_their_dates(loaded: Settings) -> None:
    shelf = a_shelf(
        loaded,
        an_event("Later", days=20, campaign=WEEK.slug),
        an_event("Sooner", days=10, category="culture"),
        an_event("Next", days=15, category="culture", campaign=WEEK.slug),
    )

    assert titles(shelf) == ["Sooner", "Next", "Later"]
    for address, expected in {
        "/organisations/help-kiosk.ics": ["Sooner", "Next", "Later"],
        f"/campaigns/{WEEK.slug}.ics": ["Next", "Later"],
        "/categories/culture.ics": ["Sooner", "Next"],
        "/categories/sport.ics": [],
        "/events/later.ics": ["Later"],
    }.items():
        feed = shelf.feed(address, choice_at(address))
        found = [str(entry["summary"]) for entry in icalendar.Calendar.from_ical(feed.body).walk("VEVENT")]
        assert found == expected, address


def test_a_feed_of_an_organisation_holds_what_it_takes_part_in(loaded: Settings) -> None:
    shelf = a_shelf(loaded, an_event("Fest", days=1, co_organisers=[CARITAS]), an_event("Sprachcafé", days=2))

    assert titles(shelf, organisation=CARITAS.slug) == ["Fest"]
    assert titles(shelf, organisation="help-kiosk") == ["Fest", "Sprachcafé"]


def test_filters_go_by_the_facts_and_what_names_no_group_is_for_all(loaded: Settings) -> None:
    shelf = a_shelf(
        loaded,
        an_event("For all", days=1),
        an_event("For women", days=2, facts=Facts(for_whom=[Group.WOMEN], cost=Cost.FREE), languages=["uk"]),
        an_event("For seniors", days=3, facts=Facts(for_whom=[Group.SENIORS], cost=Cost.PAID), languages=["de", "uk"]),
    )

    assert titles(shelf, for_whom=Group.WOMEN) == ["For all", "For women"]
    assert titles(shelf, cost=Cost.FREE) == ["For women"]
    assert titles(shelf, language="uk") == ["For women", "For seniors"]
    assert titles(shelf, language="uk", for_whom=Group.SENIORS, cost=Cost.PAID) == ["For seniors"]
    assert titles(shelf, category=Category.SPORT) == []


def test_internal_events_are_in_no_public_feed_and_have_none_of_their_own(loaded: Settings) -> None:
    shelf = a_shelf(loaded, an_event("Fest"), an_event("Vorstand", days=40, audience=Audience.INTERNAL))

    for address in ("/calendar.ics", "/calendar-archive.ics", "/organisations/help-kiosk.ics"):
        assert b"Vorstand" not in shelf.feed(address, choice_at(address)).body
    with pytest.raises(NotFound):
        shelf.feed("/events/vorstand.ics", choice_at("/events/vorstand.ics"))

    members = shelf.feed("/members/calendar.ics", Choice(internal=True))

    assert b"Vorstand" in members.body
    assert b"Fest" in members.body
    assert (b"cache-control", b"private, max-age=60") in members.answer([]).headers


def test_texts_are_in_the_language_asked_for_or_else_in_their_own(loaded: Settings) -> None:
    in_two = {"de": an_event("Kaffee").vevents["de"], "uk": an_event("Кава").vevents["de"]}
    shelf = a_shelf(loaded, an_event("Sprachcafé", days=1), an_event("Kaffee", days=2, vevents=in_two))

    assert titles(shelf, lang="uk") == ["Sprachcafé", "Кава"]
    assert titles(shelf, lang="tr") == ["Sprachcafé", "Kaffee"]


def test_without_cancelled_entries_nothing_is_left_of_what_is_off(loaded: Settings) -> None:
    series = an_event("Kurs", recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3"))
    dates = [occurrence(30), occurrence(37, status=OccurrenceStatus.CANCELLED), occurrence(44)]
    with_one_off = structs.replace(
        changed(series, occurrences=dates),
        vevents_without_cancelled=an_event("Kurs ohne").vevents,
    )
    all_off = an_event(
        "Nie", days=50, occurrences=[occurrence(day, status=OccurrenceStatus.CANCELLED) for day in (50, 57)]
    )
    shelf = a_shelf(loaded, with_one_off, all_off, an_event("Fest", days=60, status=EventStatus.CANCELLED))

    assert titles(shelf) == ["Kurs", "Nie", "ABGESAGT: Fest"]
    assert titles(shelf, cancelled=False) == ["Kurs ohne"]
    assert titles(shelf, cancelled=False, lang="en") == ["Kurs ohne"]


def test_entries_leave_by_the_clock_but_not_the_archive(loaded: Settings) -> None:
    recently = NOW - timedelta(days=13)
    shelf = a_shelf(
        loaded,
        an_event("Long ago", days=-100),
        an_event("Recent", days=-90),
        an_event("Off long ago", days=-3, status=EventStatus.CANCELLED),
        an_event("Off lately", days=-2, status=EventStatus.CANCELLED, changed_at=recently),
        an_event("Off and to come", days=3, status=EventStatus.CANCELLED),
    )

    assert titles(shelf) == ["Recent", "ABGESAGT: Off lately", "ABGESAGT: Off and to come"]
    assert len(titles(shelf, archive=True)) == 5
    assert titles(shelf, "/events/long-ago.ics", event="long-ago") == ["Long ago"]


def test_a_series_stays_until_its_last_date_and_one_without_an_end_for_ever(loaded: Settings) -> None:
    begun, over = [occurrence(-400), occurrence(-5)], [occurrence(-500), occurrence(-200)]
    shelf = a_shelf(
        loaded,
        an_event("Over", occurrences=over, recurrence=Recurrence(rule="FREQ=WEEKLY;UNTIL=20260101")),
        an_event("Endless", occurrences=over, recurrence=Recurrence(rule="FREQ=WEEKLY;BYDAY=MO")),
        an_event("Off", occurrences=over, recurrence=Recurrence(rule="FREQ=DAILY"), status=EventStatus.CANCELLED),
        an_event("Going on", occurrences=begun, recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=70")),
    )

    assert titles(shelf) == ["Endless", "Going on"]


def test_an_event_without_a_date_is_in_no_feed_and_its_own_is_empty(loaded: Settings) -> None:
    event = an_event("Irgendwann")
    shelf = a_shelf(loaded, event)
    shelf.put_event(changed(event, starts_at=None, ends_at=None, occurrences=[]), NOW)

    assert titles(shelf) == []
    assert titles(shelf, "/events/irgendwann.ics", event="irgendwann") == []


def test_a_campaign_s_feed_has_its_title_and_says_where_it_is(loaded: Settings) -> None:
    shelf = a_shelf(loaded, an_event("Fest", campaign=WEEK.slug))
    address = f"/campaigns/{WEEK.slug}.ics"

    calendar = icalendar.Calendar.from_ical(shelf.feed(address, choice_at(address)).body)

    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == (WEEK.title, WEEK.title)
    assert calendar["DESCRIPTION"] == WEEK.description
    assert calendar["SOURCE"] == f"{loaded.base_url}{address}"
    assert calendar["URL"] == f"{loaded.base_url}/campaigns/{WEEK.slug}"
    with pytest.raises(NotFound):
        shelf.feed("/campaigns/none.ics", Choice(campaign="none"))


def test_nothing_is_said_before_everything_was_heard(loaded: Settings) -> None:
    shelf = a_shelf(loaded)
    shelf.caught_up[CampaignState].clear()

    with pytest.raises(Unavailable):
        shelf.feed("/calendar.ics", Choice())


def test_the_date_of_a_feed_moves_on_when_an_entry_leaves_it(loaded: Settings) -> None:
    event = an_event("Fest", category="culture")
    shelf = a_shelf(loaded, event)
    before = shelf.feed("/calendar.ics", Choice(category=Category.CULTURE))

    shelf.put_event(changed(event, category="sport"), NOW + timedelta(seconds=5))
    after = shelf.feed("/calendar.ics", Choice(category=Category.CULTURE))

    assert b"VEVENT" in before.body
    assert b"VEVENT" not in after.body
    assert after.last_modified == before.last_modified + timedelta(seconds=5)


def test_the_date_of_a_feed_moves_on_when_an_entry_leaves_by_the_clock(loaded: Settings) -> None:
    heard_at = NOW - timedelta(days=10)
    cancelled_at = NOW - timedelta(days=14, hours=1)
    over = an_event("Over", days=-20, status=EventStatus.CANCELLED, changed_at=cancelled_at)
    shelf = Shelf(loaded)
    fill(shelf, over, heard_at=heard_at)

    feed = shelf.feed("/calendar.ics", Choice())

    assert titles(shelf) == []
    assert feed.last_modified == cancelled_at + CANCELLED
