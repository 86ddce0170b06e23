"""The site as an app: how phones install it (W3C Web Application Manifest), and what it shows without a connection."""

import msgspec
from litestar import Response, get

from shared.access import Who
from shared.pages import asset
from shared.translations import catalogue
from shared.web import Request, language_of, page

ICONS = [
    {"src": asset("icon-192.png"), "type": "image/png", "sizes": "192x192"},
    {"src": asset("icon-512.png"), "type": "image/png", "sizes": "512x512"},
    {"src": asset("icon-full.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
]


@get("/manifest.webmanifest", who=Who.ANYONE, include_in_schema=False)
async def show_manifest(request: Request) -> Response[bytes]:
    settings, language = request.app.state.settings, language_of(request)
    translate = catalogue(language.code).gettext
    manifest = {
        "id": "/",
        "name": settings.network_name,
        "short_name": settings.network_short_name,
        "description": translate("Events of %(network)s") % {"network": settings.network_name},
        "lang": language.code,
        "dir": language.direction,
        "start_url": "/events",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#ffffff",
        "icons": ICONS,
        "shortcuts": [
            {"name": translate("Events"), "url": "/events"},
            {"name": translate("Offers"), "url": "/offers"},
            {"name": translate("Organisations"), "url": "/organisations"},
        ],
    }
    return Response(
        msgspec.json.encode(manifest),
        media_type="application/manifest+json",
        headers={"Cache-Control": "private, max-age=3600", "Vary": "Accept-Language, Cookie"},
    )


@get("/offline", who=Who.ANYONE, include_in_schema=False)
async def show_offline(request: Request) -> Response[str]:
    # The service worker asks for it beforehand, and keeps it also when its reader has logged out.
    request.scope["user"] = None
    return page(request, "offline.html")
