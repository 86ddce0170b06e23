"""Feeds as files: only those that changed are written, each at once and with its packed twins."""

import gzip
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
import zstandard
from msgspec import structs

from services.events.feeds import files
from services.events.feeds.publisher import Publisher
from services.events.settings import Settings
from shared.messages.event_details import Audience
from tests.events.feed_states import CARITAS, NOW, WEEK, an_event, changed, fill

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".br": brotli.decompress,
    ".zst": zstandard.decompress,
}


@pytest.fixture
def publisher(loaded: Settings, tmp_path: Path) -> Publisher:
    return Publisher(structs.replace(loaded, feeds_directory=str(tmp_path)))


def versions(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file with what changes when it is replaced."""
    found = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*") if path.is_file()}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


async def test_every_feed_has_a_twin_in_each_encoding_that_unpacks_to_the_same_bytes(
    publisher: Publisher, tmp_path: Path
) -> None:
    fill(publisher.shelf, an_event("Fest", campaign=WEEK.slug))

    await publisher.write_touched()

    plain = [path for path in tmp_path.rglob("*") if path.suffix in {".ics", ".atom", ".json"}]
    written = {str(path.relative_to(tmp_path)) for path in plain}
    assert {"calendar.ics", "calendar-archive.ics", "events/fest.ics", f"campaigns/{WEEK.slug}.ics"} <= written
    assert {"organisations/help-kiosk.ics", "categories/language.ics", "categories/sport.ics"} <= written
    for path in plain:
        for suffix, unpack in UNPACK.items():
            assert unpack(path.with_name(path.name + suffix).read_bytes()) == path.read_bytes()
        times = [path.with_name(path.name + suffix).stat().st_mtime_ns for suffix in ["", *UNPACK]]
        assert len(set(times)) == 4, "The edge makes an ETag of time and size"
    assert len(list(tmp_path.rglob("*"))) == 4 * len(written) + 4, "Nothing else but the four folders"


async def test_a_change_rewrites_only_the_feeds_that_the_event_is_or_was_in(
    publisher: Publisher, tmp_path: Path
) -> None:
    event = an_event("Fest", category="culture", campaign=WEEK.slug)
    fill(publisher.shelf, event, an_event("Sprachcafé", category="language"), an_event("Lauf", category="sport"))
    await publisher.write_touched()
    before = versions(tmp_path)

    publisher.shelf.put_event(changed(event, category="sport", campaign=None, co_organisers=[CARITAS]), NOW)
    await publisher.write_touched()

    after = versions(tmp_path)
    assert {name for name in after if name.endswith(".ics") and after[name] != before[name]} == {
        "calendar.ics",
        "calendar-archive.ics",
        "events/fest.ics",
        "organisations/help-kiosk.ics",
        "organisations/caritas-witten.ics",
        "categories/culture.ics",
        "categories/sport.ics",
        f"campaigns/{WEEK.slug}.ics",
    }
    assert before.keys() == after.keys()


async def test_what_was_written_before_a_restart_is_left_as_it_is(
    loaded: Settings, publisher: Publisher, tmp_path: Path
) -> None:
    event = an_event("Fest")
    fill(publisher.shelf, event)
    await publisher.write_touched()
    before = versions(tmp_path)

    again = Publisher(publisher.shelf.settings)
    fill(again.shelf, event)
    again.remove_strangers()
    await again.write_touched()

    assert versions(tmp_path) == before


async def test_an_event_that_became_internal_is_taken_off_also_when_nobody_was_there_to_see_it(
    publisher: Publisher, tmp_path: Path
) -> None:
    event, other = an_event("Fest"), an_event("Lauf")
    fill(publisher.shelf, event, other)
    await publisher.write_touched()

    publisher.shelf.put_event(changed(event, audience=Audience.INTERNAL), NOW)
    await publisher.write_touched()
    (tmp_path / "events" / ".lauf.ics.new").write_bytes(b"half")
    again = Publisher(publisher.shelf.settings)
    fill(again.shelf)
    again.remove_strangers()
    await again.write_touched()

    assert list((tmp_path / "events").iterdir()) == []
    assert b"Fest" not in (tmp_path / "calendar.ics").read_bytes()


def test_an_old_twin_is_gone_before_the_new_feed_is_there(tmp_path: Path) -> None:
    feed = tmp_path / "calendar.ics"
    files.write(feed, b"old")
    files.write_brotli(feed)
    ahead = feed.stat().st_mtime_ns + int(timedelta(hours=1).total_seconds() * 1e9)
    os.utime(feed, ns=(ahead, ahead))

    assert files.write(feed, b"new")

    assert not feed.with_name("calendar.ics.br").exists()
    assert gzip.decompress(feed.with_name("calendar.ics.gz").read_bytes()) == b"new"
    assert feed.stat().st_mtime_ns > ahead, "Last-Modified never goes back"
    assert not files.write(feed, b"new")
