"""Draws the icons of the installed site after the logo: `python -m deploy.icons`, whenever it has changed."""

import typst

from shared.pages import ASSETS

LOGO = ASSETS / "logo.svg"
# What phones ask for; the last reaches its edges, since they cut it into a shape of their own.
SIZES = {"icon-192.png": 192, "icon-512.png": 512, "icon-full.png": 512}
GROUND = "#0f5b5f"


def icon(name: str) -> bytes:
    size = SIZES[name]
    ground = f'rgb("{GROUND}")' if name == "icon-full.png" else "none"
    drawing = (
        f'#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: {ground})\n#image("{LOGO.name}", width: 100%)'
    )
    # A dot of the picture is a point of the page.
    drawn: bytes = typst.compile(drawing.encode(), root=LOGO.parent, format="png", ppi=72)  # type: ignore[call-overload]  # its types want root to be bytes, too
    return drawn


if __name__ == "__main__":
    for each in SIZES:
        (ASSETS / each).write_bytes(icon(each))
