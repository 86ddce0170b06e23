"""Pictures that people send, made safe to show: decoded, turned upright, freed of metadata, written anew in sizes.

What somebody hid in the file (a place in EXIF, a script behind the last pixel) does not survive being drawn again.
"""

import io

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from shared.file_sizes import MOST_PICTURE_BYTES
from shared.picture_files import PictureFile, PictureSize
from shared.problems import Invalid, invalid
from shared.translations import N_

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Twice what a good phone takes. One pixel needs up to 12 bytes while it is worked on.
MOST_PIXELS = 60_000_000
# A JPEG cannot have more than 65,535.
LONGEST_SIDE_PIXELS = 30_000
# A picture of strong noise or many colours may grow when it is written anew.
MOST_WRITTEN_BYTES = 2 * MOST_PICTURE_BYTES

SMALL_WIDTH_PIXELS = 480
LARGE_SIDE_PIXELS = 1600
ORIGINAL_QUALITY = 95
QUALITY = 85

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def prepare_photo(content: bytes) -> list[PictureFile]:
    """The picture in all sizes: as JPEG, or as PNG when parts of it are transparent. Raises `Invalid`."""
    image = drawn(content)
    return files_of(image, "PNG" if image.mode == "RGBA" else "JPEG")


def prepare_logo(content: bytes) -> list[PictureFile]:
    """The logo in all sizes, as PNG: its edges stay sharp and its ground transparent. Raises `Invalid`."""
    return files_of(drawn(content), "PNG")


def drawn(content: bytes) -> Image.Image:
    """The first picture in the file, upright, in RGB or, if parts are transparent, RGBA; both in sRGB."""
    if len(content) > MOST_PICTURE_BYTES:
        raise invalid("file", N_("A picture may have at most %(limit)s MB."), limit=MOST_PICTURE_BYTES // 1_000_000)
    if content.startswith(b"%PDF-"):
        raise invalid("file", N_("This is a PDF. Please add it as a flyer."))
    image = opened(content)
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE_PIXELS:
        raise too_many_pixels()
    try:
        image.load()
        return in_srgb(ImageOps.exif_transpose(image))
    except Exception as error:
        # Decoders stumble over broken files in many ways; all of them mean the same to the person who sent it.
        raise invalid("file", N_("This picture is damaged. Please send the file once more.")) from error


def opened(content: bytes) -> Image.Image:
    """The picture with only its head read, so that its size is known before any memory is spent on it."""
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Exception as error:
        text = N_("This is not a picture that we can read. Please choose a JPEG, PNG, WebP or HEIC file.")
        raise invalid("file", text) from error


def too_many_pixels() -> Invalid:
    text = N_("This picture is too large: at most %(limit)s megapixels, please.")
    return invalid("file", text, limit=MOST_PIXELS // 1_000_000)


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture as screens expect it, whatever its own colours are: grey, palette, CMYK, 16 bit, a wide gamut."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16 bits of grey; Pillow would cut off all but the darkest.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    result = image.convert(mode) if image.mode in {"P", "PA", "LA", "La", "RGBa", "L", "1"} else image
    if profile:
        result = by_profile(result, profile, mode)
    result = result.convert(mode)
    # What else the file said about itself, such as who took it and where, would be written along.
    result.info.clear()
    if mode == "RGBA" and result.getchannel("A").getextrema() == (255, 255):
        return result.convert("RGB")
    return result


def by_profile(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """The colours as the ICC profile means them; one that is broken or of another kind of picture is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def files_of(image: Image.Image, file_format: str) -> list[PictureFile]:
    small = (SMALL_WIDTH_PIXELS, 2 * SMALL_WIDTH_PIXELS)
    large = (LARGE_SIDE_PIXELS, LARGE_SIDE_PIXELS)
    return [
        written(image, PictureSize.ORIGINAL, file_format, quality=ORIGINAL_QUALITY),
        written(shrunk(image, large), PictureSize.LARGE, file_format, quality=QUALITY),
        written(shrunk(image, small), PictureSize.SMALL, file_format, quality=QUALITY),
    ]


def shrunk(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """The picture as large as fits into the box; one that is smaller stays as it is."""
    result = image.copy()
    result.thumbnail(box, Image.Resampling.LANCZOS)
    return result


def written(image: Image.Image, size: PictureSize, file_format: str, *, quality: int) -> PictureFile:
    buffer = io.BytesIO()
    if file_format == "JPEG":
        # Colours at full resolution in the original: red lettering frays otherwise.
        sampling = "4:4:4" if size is PictureSize.ORIGINAL else "4:2:0"
        image.save(buffer, "JPEG", quality=quality, subsampling=sampling, optimize=True, progressive=True)
    else:
        image.save(buffer, file_format)
    if buffer.tell() > MOST_WRITTEN_BYTES:
        raise too_many_pixels()
    return PictureFile(
        size=size,
        media_type=f"image/{file_format.lower()}",
        width=image.width,
        height=image.height,
        content=buffer.getvalue(),
    )
