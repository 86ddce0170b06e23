"""How partners say that something repeats, and what the rule then says in words."""

from datetime import date
from typing import Any

import pytest
from msgspec import convert

from services.events.domain import recurrence
from services.events.domain.repeat import RepeatForm, Rhythm, Weekday, as_typed, repeat_of, rule_of
from services.events.domain.repeat_words import in_words
from shared.problems import invalid

# The first Monday of May.
START = date(2027, 5, 3)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({}, ""),
        ({"rhythm": "daily"}, "FREQ=DAILY"),
        ({"rhythm": "weekly", "every": 2, "count": 10}, "FREQ=WEEKLY;INTERVAL=2;COUNT=10"),
        ({"rhythm": "weekly", "weekdays": ["WE", "MO"]}, "FREQ=WEEKLY;BYDAY=MO,WE"),
        ({"rhythm": "monthly_by_date", "until": "2027-12-31"}, "FREQ=MONTHLY;UNTIL=20271231"),
        ({"rhythm": "monthly_by_weekday", "every": 3}, "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"),
        ({"rhythm": "monthly_by_last_weekday"}, "FREQ=MONTHLY;BYDAY=-1MO"),
        ({"rhythm": "yearly"}, "FREQ=YEARLY"),
    ],
)
def test_what_is_said_in_the_form_becomes_a_rule_and_back(said: dict[str, Any], rule: str) -> None:
    repeat = convert(said, RepeatForm)

    assert rule_of(repeat, START) == rule
    if rule:
        assert recurrence.canonical(rule) == rule
        back = repeat_of(rule, START)
        assert (back.rhythm, rule_of(back, START)) == (repeat.rhythm, rule)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=WEEKLY;BYDAY=WE,MO", "FREQ=MONTHLY;BYDAY=2TU"],
)
def test_a_rule_that_the_form_has_no_words_for_stays_as_it_is(rule: str) -> None:
    repeat = repeat_of(rule, START)

    assert repeat.rhythm is Rhythm.AS_IT_IS
    assert rule_of(repeat, START) == rule


def test_no_weekday_means_that_of_the_first_date_also_when_it_moves() -> None:
    repeat = repeat_of("FREQ=MONTHLY;BYDAY=1MO", START)

    assert rule_of(repeat, date(2027, 5, 11)) == "FREQ=MONTHLY;BYDAY=2TU"
    assert repeat_of("FREQ=WEEKLY", START).weekdays == []
    assert repeat_of("FREQ=WEEKLY;BYDAY=MO", START).weekdays == [Weekday.MONDAY]


def test_the_fifth_of_a_weekday_means_the_last() -> None:
    assert rule_of(RepeatForm(rhythm=Rhythm.MONTHLY_BY_WEEKDAY), date(2027, 5, 31)) == "FREQ=MONTHLY;BYDAY=-1MO"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270531", "Every 2 weeks on Monday, until 31 May 2027"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every week on Monday, Wednesday and Friday"),
        ("FREQ=MONTHLY;COUNT=3", "Every month on day 3, 3 times"),
        ("FREQ=MONTHLY;BYDAY=1MO", "Every month on the first Monday"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "Every 2 months on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
        ("FREQ=YEARLY;COUNT=1", "Every year on 3 May, 1 time"),
    ],
)
def test_a_rule_can_be_read_in_words(rule: str, words: str) -> None:
    assert in_words(rule, START, "en") == words


@pytest.mark.parametrize("language", ["de", "uk", "ar"])
def test_the_names_of_days_are_in_the_reader_s_language(language: str) -> None:
    words = in_words("FREQ=WEEKLY;UNTIL=20270531", START, language)

    assert {"de": "Montag", "uk": "понеділок", "ar": "الاثنين"}[language] in words


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (recurrence.TOO_MANY, "repeat.count"),
        (recurrence.ENDS_BEFORE_START, "repeat.until"),
        (recurrence.OUT_OF_STEP, "repeat.weekdays"),
        (recurrence.OVERLAPS, "repeat.rhythm"),
    ],
)
def test_what_is_wrong_with_the_rule_is_said_where_it_was_filled_in(text: str, field: str) -> None:
    assert [error.field for error in as_typed(invalid("recurrence.rule", text)).errors] == [field]
    assert [error.field for error in as_typed(invalid("title", text)).errors] == ["title"]
