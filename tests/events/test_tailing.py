"""Reading a log that another program writes, rolls and cuts off."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from services.events.feeds import tailing
from services.events.feeds.tailing import Tail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds.json"


@pytest.fixture
def tail(path: Path) -> Iterator[Tail]:
    with closing(Tail(path)) as made:
        yield made


def write(path: Path, text: bytes) -> None:
    with path.open("ab") as log:
        log.write(text)


def test_lines_are_read_once_and_as_they_come(path: Path, tail: Tail) -> None:
    assert tail.lines() == []

    write(path, b"one\ntwo\n")
    assert (tail.lines(), tail.lines()) == ([b"one", b"two"], [])
    write(path, b"three\n")
    assert tail.lines() == [b"three"]


def test_a_line_is_read_when_it_is_finished(path: Path, tail: Tail) -> None:
    write(path, b"on")
    assert tail.lines() == []

    write(path, b"e\ntw")
    assert tail.lines() == [b"one"]
    write(path, b"o\n")
    assert tail.lines() == [b"two"]


def test_a_rolled_log_is_read_to_its_end_and_then_the_new_one(path: Path, tail: Tail) -> None:
    write(path, b"one\n")
    assert tail.lines() == [b"one"]

    write(path, b"two\n")
    rolled = path.rename(path.with_name("feeds-2027.json"))
    write(rolled, b"three\n")
    assert tail.lines() == [b"two", b"three"]
    # For a moment there is none.
    assert tail.lines() == []
    write(path, b"four\n")
    assert (tail.lines(), tail.lines()) == ([b"four"], [])


def test_a_log_that_was_rolled_and_packed_meanwhile_is_not_lost(path: Path, tail: Tail) -> None:
    write(path, b"one\n")
    tail.lines()
    write(path, b"two\n")
    path.unlink()
    write(path, b"three\n")

    assert (tail.lines(), tail.lines()) == ([b"two"], [b"three"])


def test_a_log_that_was_cut_off_is_read_from_its_start(path: Path, tail: Tail) -> None:
    write(path, b"one\ntwo\n")
    tail.lines()
    path.write_bytes(b"three\n")

    assert tail.lines() == [b"three"]


def test_a_large_log_is_read_in_parts_and_a_line_without_end_is_dropped(
    path: Path, tail: Tail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tailing, "CHUNK_BYTES", 10)
    monkeypatch.setattr(tailing, "LONGEST_LINE_BYTES", 25)
    write(path, b"one\ntwo\nthree\n" + b"x" * 100 + b"\nfour\n")

    read = [tail.lines() for _ in range(20)]

    lines = [line for part in read for line in part]
    assert lines[:3] == [b"one", b"two", b"three"]
    assert lines[-1] == b"four"
    assert max(map(len, lines)) <= 35
