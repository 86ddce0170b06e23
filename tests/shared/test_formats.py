"""Dates as people write them, in each language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from shared.formats import date_and_time, file_size, hours, listed, short_date_and_time, when
from shared.pages import names


class Dated(Struct, frozen=True, kw_only=True):
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None


EVENING = Dated(starts_at=datetime(2027, 5, 3, 18, 0), ends_at=datetime(2027, 5, 3, 20, 30))
NIGHT = Dated(starts_at=datetime(2027, 5, 3, 22, 0), ends_at=datetime(2027, 5, 4, 2, 0))
WEEK = Dated(starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 11))
DAY = Dated(starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 3))


@pytest.mark.parametrize(
    ("dated", "language", "words"),
    [
        (EVENING, "de", "Montag, 3. Mai 2027, 18:00 – 20:30"),
        (EVENING, "en", "Monday, 3 May 2027, 18:00 – 20:30"),
        (EVENING, "uk", "понеділок, 3 травня 2027\u202fр., 18:00 – 20:30"),
        (EVENING, "ar", "الاثنين، 3 مايو 2027، 18:00 – 20:30"),
        (NIGHT, "de", "Montag, 3. Mai 2027, 22:00 – Dienstag, 4. Mai 2027, 02:00"),
        (WEEK, "de", "Montag, 3. Mai 2027 – Dienstag, 11. Mai 2027"),
        (DAY, "de", "Montag, 3. Mai 2027"),
        (Dated(), "de", ""),
        (EVENING, "de-simple", "Montag, 3. Mai 2027, 18:00 bis 20:30"),
        (WEEK, "de-simple", "Montag, 3. Mai 2027 bis Dienstag, 11. Mai 2027"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(dated: Dated, language: str, words: str) -> None:
    assert when(dated, language) == words


@pytest.mark.parametrize(
    ("dated", "language", "words"),
    [
        (EVENING, "de", "18:00 – 20:30"),
        (NIGHT, "de-simple", "22:00 bis 02:00"),
        (WEEK, "de", "bis Di., 11. Mai"),
        (WEEK, "de-simple", "bis Dienstag, 11. Mai"),
    ],
)
def test_beside_its_day_a_date_is_brief_but_in_easy_german_in_full_words(
    dated: Dated, language: str, words: str
) -> None:
    assert hours(dated, language) == words


def test_the_size_of_a_file_is_written_as_the_reader_knows_it() -> None:
    assert [file_size(size, "de") for size in (120_400, 3_440_000, 21_000_000)] == ["120 kB", "3,4 MB", "21 MB"]
    assert file_size(3_440_000, "uk") == "3,4 МБ"


def test_lists_are_joined_as_each_language_does() -> None:
    people = ["Ada", "Bob", "Cem"]

    assert listed(people, "de-simple") == "Ada, Bob und Cem"
    assert listed(people, "ar") == "Ada وBob وCem"
    assert listed([], "fa") == ""


def test_names_in_a_list_do_not_turn_each_other_around_nor_the_page() -> None:
    assert names(["<b>Ada", "سلمى"], "de") == "<bdi>&lt;b&gt;Ada</bdi> und <bdi>سلمى</bdi>"
    assert short_date_and_time(datetime(2027, 5, 3, 18), "ar").endswith("2027، 18:00")


def test_the_same_moment_is_another_day_where_clocks_go_differently() -> None:
    in_berlin = datetime(2027, 9, 12, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    in_london = in_berlin.astimezone(ZoneInfo("Europe/London"))

    assert date_and_time(in_berlin, "en") == "Sunday, 12 September 2027, 00:30"
    assert date_and_time(in_london, "en") == "Saturday, 11 September 2027, 23:30"
