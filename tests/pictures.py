"""Pictures and PDFs as people send them, good and bad."""

import io
import struct
import zlib
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()

PLACE = b"51.4432N"
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
# EXIF's word for: turn it a quarter to the right to see it upright.
TURN_RIGHT = 6
RED, BLUE = (200, 30, 30), (30, 30, 200)


def two_halves(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def encoded(image: Image.Image, file_format: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def a_jpeg(width: int = 900, height: int = 600) -> bytes:
    return encoded(two_halves(width, height))


def from_a_phone(file_format: str = "JPEG") -> bytes:
    """Lying on its side, with the place where it was taken and who made the phone."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURN_RIGHT
    exif[MAKE] = "Secret Phones"
    exif.get_ifd(GPS)[1] = PLACE.decode()
    return encoded(two_halves(), file_format, exif=exif.tobytes())


def in_adobe_rgb_like_colours() -> bytes:
    """A picture with a profile of its own, here sRGB's with another name, and a comment."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(two_halves(), icc_profile=profile, comment=b"made by Carla")


def a_png_that_claims(width: int, height: int) -> bytes:
    """Only a head and a few bytes, as a bomb has it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def a_pdf(pages: int = 1) -> Pdf:
    pdf = Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    return pdf


def saved(pdf: Pdf, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def a_pdf_that_acts() -> bytes:
    """With scripts wherever a PDF can have one, a program to start, an attachment, and who wrote it."""
    pdf = a_pdf()
    script = Dictionary(S=Name.JavaScript, JS="app.alert('hello')")
    program = Dictionary(S=Name.Launch, F="evil.exe")
    link = Dictionary(S=Name.URI, URI="https://witten.example/", Next=Array([script, program]))
    trick = Dictionary(S=Name.URI, URI="javascript:app.alert('hello')")
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=program)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["start", script])))
    pdf.attachments["evil.exe"] = b"MZ evil"
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.Annots = Array(
        pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))
        for action in (link, program, trick, script)
    )
    pdf.docinfo["/Author"] = "Carla Secret"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Carla Secret"]
    return saved(pdf)


def a_locked_pdf() -> bytes:
    return saved(a_pdf(), encryption=pikepdf.Encryption(owner="secret", user="secret"))


def a_pdf_bomb() -> bytes:
    """400 KB, whose table of contents unpacks to 400 MB."""
    packed = zlib.compress(bytes(400_000_000), 9)
    head = b"<</Type/XRef/W[1 2 1]/Size 100000000/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    start = b"%PDF-1.5\n"
    table = b"1 0 obj\n" + head + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    return start + table + b"startxref\n%d\n%%%%EOF\n" % len(start)
