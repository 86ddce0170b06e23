"""A file that eats time or memory, or breaks what reads it, ends only the process that opened it."""

import asyncio

import psutil
import pytest

from shared import preparing
from shared.problems import Invalid
from tests.pictures import a_jpeg, a_pdf, saved
from tests.waiting import until


async def test_files_are_prepared_in_another_process() -> None:
    assert [file.width for file in await preparing.photo(a_jpeg(20))] == [20, 20, 20]
    assert [file.media_type for file in await preparing.logo(a_jpeg(20))] == ["image/png"] * 3
    assert (await preparing.flyer(saved(a_pdf()))).startswith(b"%PDF-")


async def test_what_is_wrong_comes_back_by_field() -> None:
    with pytest.raises(Invalid) as refused:
        await preparing.photo(b"no picture")

    assert [problem.field for problem in refused.value.errors] == ["file"]


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "MOST_SECONDS", 0.05)

    with pytest.raises(Invalid, match="cannot open"):
        await preparing.photo(a_jpeg())

    monkeypatch.undo()
    assert await preparing.photo(a_jpeg(20))


async def test_a_reader_that_breaks_is_the_file_s_fault_and_the_next_file_is_read() -> None:
    with pytest.raises(Invalid, match="cannot open"):
        await preparing.prepared("nothing we know", b"", bytes)

    assert await preparing.photo(a_jpeg(20))


async def test_somebody_who_hangs_up_leaves_no_process_behind() -> None:
    waiting = asyncio.create_task(preparing.photo(a_jpeg(4000, 3000)))
    await until(is_preparing)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert preparations() == []
    assert await preparing.photo(a_jpeg(20))


async def is_preparing() -> bool:
    return bool(preparations())


def preparations() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    # One that just ended has no command line any more.
    return [each for each in children if "shared.prepare_file" in each.as_dict(["cmdline"], ad_value=[])["cmdline"]]
