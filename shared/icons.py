"""Drawings that stand beside words, never alone."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "pin": "M12 21c4-4.6 6.5-8 6.5-11.2a6.5 6.5 0 1 0-13 0C5.5 13 8 16.4 12 21z"
    "M12 7.5a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
    "screen": "M3 5h18v11H3zM8 20h8M12 16v4",
    "speech": "M4 5h16v11h-8l-5 4v-4H4zM8 9h8M8 12h5",
    "mail": "M3 5.5h18v13H3zM3.5 6.5l8.5 7 8.5-7",
    "phone": "M7 4l3 4-2 2.5c1.2 2.6 3 4.4 5.6 5.6L16 14l4 3c0 2-1 3-3 3C10 20 4 14 4 7c0-2 1-3 3-3z",
    "people": "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6"
    "M16 5.5a2.7 2.7 0 0 1 0 5.2M17.5 14.5c2.2.8 3.5 2.8 3.5 5.5",
    "home": "M4 11l8-7 8 7v9h-5.5v-5h-5v5H4z",
    "check": "M4.5 12.5l5 5 10-11",
    "alert": "M12 4l9.5 16h-19zM12 10v4.5M12 17.2v.3",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.3",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18z",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "good": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14c1 1.8 2.4 2.7 4 2.7s3-.9 4-2.7M9 9v.6M15 9v.6",
    "fair": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 15.3h7M9 9v.6M15 9v.6",
    "poor": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 16.7c1-1.8 2.4-2.7 4-2.7s3 .9 4 2.7M9 9v.6M15 9v.6",
    "close": "M6 6l12 12M18 6L6 18",
    "share": "M12 15V4M8 7.5l4-4 4 4M7 11H5v9h14v-9h-2",
    "copy": "M9 8h11v12H9zM15 8V4H4v12h5",
    "download": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
}
SVG = Markup(
    '<svg class="icon icon-{name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"/></svg>'
)


@cache
def icon(name: str) -> Markup:
    return SVG.format(name=name, path=PATHS[name])
