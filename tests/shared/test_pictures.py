"""Pictures are drawn anew: whatever came along in the file stays behind."""

import io
import zipfile

import pytest
from PIL import Image

from shared import pictures
from shared.picture_files import PictureFile, PictureSize
from shared.pictures import prepare_logo, prepare_photo
from shared.problems import Invalid
from tests.pictures import (
    BLUE,
    PLACE,
    RED,
    a_jpeg,
    a_png_that_claims,
    encoded,
    from_a_phone,
    in_adobe_rgb_like_colours,
    two_halves,
)

# JPEG is not exact.
TOLERANCE = 12


def drawn(file: PictureFile) -> Image.Image:
    return Image.open(io.BytesIO(file.content))


def by_size(files: list[PictureFile]) -> dict[PictureSize, PictureFile]:
    return {file.size: file for file in files}


def looks_like(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= TOLERANCE for one, other in zip(found, wanted, strict=True))


def colours_of(image: Image.Image) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Those in the middle of the left and of the right half."""
    rgb = image.convert("RGB")
    left, right = (rgb.getpixel((x, image.height // 2)) for x in (image.width // 4, image.width * 3 // 4))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    return left, right


def refusal_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        prepare_photo(content)
    [problem] = refused.value.errors
    assert problem.field == "file"
    return problem.translated(str)


def test_a_photo_comes_in_three_sizes_and_none_is_blown_up() -> None:
    files = by_size(prepare_photo(a_jpeg(4000, 3000)))
    assert {size: (file.width, file.height) for size, file in files.items()} == {
        PictureSize.SMALL: (480, 360),
        PictureSize.LARGE: (1600, 1200),
        PictureSize.ORIGINAL: (4000, 3000),
    }
    assert [drawn(file).size for file in files.values()] == [(file.width, file.height) for file in files.values()]
    assert {file.media_type for file in files.values()} == {"image/jpeg"}

    tiny = by_size(prepare_photo(a_jpeg(300, 200)))
    assert {(file.width, file.height) for file in tiny.values()} == {(300, 200)}


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_lying_on_its_side_is_turned_and_forgets_where_it_was_taken(file_format: str) -> None:
    sent = from_a_phone(file_format)
    assert PLACE in sent

    for file in prepare_photo(sent):
        image = drawn(file)
        assert image.height > image.width
        top = image.convert("RGB").getpixel((image.width // 2, image.height // 4))
        assert isinstance(top, tuple)
        assert looks_like(top, RED)
        assert not image.getexif()
        assert PLACE not in file.content
        assert b"Secret" not in file.content


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_of_phones_and_programs_can_be_read(file_format: str) -> None:
    for file in prepare_photo(encoded(two_halves(), file_format)):
        left, right = colours_of(drawn(file))
        assert looks_like(left, RED)
        assert looks_like(right, BLUE)


@pytest.mark.parametrize(("file_format", "mode"), [("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "RGB"), ("WEBP", "RGB")])
def test_colours_stay_what_they_are(file_format: str, mode: str) -> None:
    [original, *_] = prepare_photo(encoded(two_halves(mode=mode), file_format))

    left, right = colours_of(drawn(original))
    assert drawn(original).mode == "RGB"
    assert left[0] > 3 * left[2]
    assert right[2] > 3 * right[0]


def test_a_profile_and_comments_are_applied_and_left_behind() -> None:
    for file in prepare_photo(in_adobe_rgb_like_colours()):
        assert not {"icc_profile", "comment", "exif", "xmp"} & drawn(file).info.keys()
        left, _ = colours_of(drawn(file))
        assert looks_like(left, RED)


def test_grey_of_16_bits_keeps_its_shades() -> None:
    grey = Image.new("I;16", (100, 100), 128 * 257)

    [original, *_] = prepare_photo(encoded(grey, "PNG"))

    found = drawn(original).getpixel((50, 50))
    assert isinstance(found, tuple)
    assert looks_like(found, (128, 128, 128))


def test_what_is_transparent_stays_so_and_a_logo_keeps_its_edges() -> None:
    image = two_halves(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 900, 100))

    for file in prepare_photo(encoded(image, "PNG")):
        assert file.media_type == "image/png"
        assert drawn(file).convert("RGBA").getpixel((file.width // 2, 0)) == (0, 0, 0, 0)
    assert {file.media_type for file in prepare_photo(encoded(two_halves(mode="RGBA"), "PNG"))} == {"image/jpeg"}
    for file in prepare_logo(encoded(two_halves(), "PNG")):
        assert file.media_type == "image/png"
        assert drawn(file).getpixel((file.width // 4, 1)) == RED


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(file_format: str) -> None:
    frames = [Image.new("RGB", (100, 100), colour) for colour in (RED, BLUE)]
    sent = encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)

    for file in prepare_photo(sent):
        assert getattr(drawn(file), "n_frames", 1) == 1
        left, _ = colours_of(drawn(file))
        assert looks_like(left, RED)


def test_a_file_that_is_also_an_archive_or_a_page_is_only_a_picture_afterwards() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("evil.js", "alert(1)")
    page = b"<script>alert(1)</script>"
    with_comment = encoded(two_halves(), comment=page)

    for sent in (a_jpeg() + archive.getvalue(), with_comment + page):
        for file in prepare_photo(sent):
            assert b"evil.js" not in file.content
            assert b"<script>" not in file.content
            assert not zipfile.is_zipfile(io.BytesIO(file.content))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_png_that_claims(50_000, 50_000), id="a head that claims 2500 megapixels"),
        pytest.param(a_png_that_claims(9_000, 9_000), id="a head that claims 81 megapixels"),
        pytest.param(a_png_that_claims(60_000, 100), id="too long for any format"),
        pytest.param(encoded(Image.new("1", (10_000, 10_000)), "PNG"), id="twelve kilobytes that unpack to 300 MB"),
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        pytest.fail("it was unpacked")

    monkeypatch.setattr(Image.Image, "load", explode)
    monkeypatch.setattr(pictures, "in_srgb", explode)

    assert len(content) < 100_000
    assert "60 megapixels" in refusal_of(content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"This is a text that somebody named photo.jpg.", id="text"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="SVG"),
        pytest.param(b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", id="GIF that is JavaScript"),
        pytest.param(encoded(two_halves(), "GIF"), id="GIF"),
        pytest.param(encoded(two_halves(), "TIFF"), id="TIFF"),
        pytest.param(b"\xff\xd8\xff", id="only the start of a JPEG"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert "JPEG, PNG, WebP or HEIC" in refusal_of(content)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_picture_is_refused(file_format: str) -> None:
    whole = encoded(Image.effect_noise((400, 400), 60).convert("RGB"), file_format)

    assert refusal_of(whole[: len(whole) // 2])


def test_a_pdf_is_sent_to_where_flyers_go_and_too_many_bytes_are_refused() -> None:
    assert "flyer" in refusal_of(b"%PDF-1.7")
    assert "25 MB" in refusal_of(a_jpeg() + bytes(25_000_000))
