"""Flyers are written anew: a PDF keeps its pages and links, and loses whatever acts by itself."""

import io

import pikepdf
import pytest

from shared.flyers import prepare_flyer
from shared.problems import Invalid
from tests.pictures import a_jpeg, a_locked_pdf, a_pdf, a_pdf_bomb, a_pdf_that_acts, saved


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def plain(content: bytes) -> bytes:
    """All of the file, unpacked."""
    buffer = io.BytesIO()
    opened(content).save(
        buffer,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
    )
    return buffer.getvalue()


def test_scripts_programs_attachments_and_metadata_are_gone_and_links_stay() -> None:
    sent = a_pdf_that_acts()
    assert b"JavaScript" in plain(sent)

    clean = prepare_flyer(sent)

    text = plain(clean)
    for unwanted in (b"JavaScript", b"app.alert", b"javascript:", b"Launch", b"evil", b"OpenAction", b"Carla", b"/AA"):
        assert unwanted not in text
    pdf = opened(clean)
    assert len(pdf.pages) == 1
    assert [str(each.A.URI) for each in pdf.pages[0].obj.Annots if "/A" in each] == ["https://witten.example/"]
    assert not pdf.attachments


def test_what_was_hidden_behind_the_pages_is_gone() -> None:
    clean = prepare_flyer(saved(a_pdf(2)) + b"PK\x03\x04 <script>alert(1)</script>")

    assert b"<script>" not in clean
    assert len(opened(clean).pages) == 2


def test_the_same_file_gives_the_same_bytes() -> None:
    sent = a_pdf_that_acts()

    assert prepare_flyer(sent) == prepare_flyer(sent)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "This is not a PDF", id="nothing"),
        pytest.param(b"Einladung zum Fest", "This is not a PDF", id="text"),
        pytest.param(a_jpeg(), "This is not a PDF", id="a picture"),
        pytest.param(a_jpeg() + saved(a_pdf()), "This is not a PDF", id="a picture that is also a PDF"),
        pytest.param(b"%PDF-1.7 and nothing else", "damaged", id="only a head"),
        pytest.param(a_locked_pdf(), "password", id="locked"),
        pytest.param(
            saved(a_pdf(), encryption=pikepdf.Encryption(owner="secret", user="")), "password", id="locked for changes"
        ),
        pytest.param(saved(a_pdf(0)), "no pages", id="no pages"),
        pytest.param(saved(a_pdf(51)), "50 pages", id="too many pages"),
        pytest.param(b"%PDF-" + bytes(20_000_000), "20 MB", id="too large"),
    ],
)
def test_what_cannot_be_a_flyer_gets_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in refusal_of(content)


def test_a_bomb_gets_one_too() -> None:
    assert "damaged" in refusal_of(a_pdf_bomb())


def refusal_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        prepare_flyer(content)
    [problem] = refused.value.errors
    assert problem.field == "file"
    return problem.translated(str)
