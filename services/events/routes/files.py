"""Pictures and flyers themselves, under addresses whose content never changes."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.events.routes.views import may_see
from services.events.tables import events, flyers, pictures
from shared.access import Who
from shared.database import Connection
from shared.picture_files import PictureSize
from shared.problems import NotFound
from shared.web import YEAR_SECONDS, Request, Transaction

KEPT_FOR_EVER = f"public, max-age={YEAR_SECONDS}, immutable"
# What is not public yet must not stay in a cache, nor in a browser that others use.
KEPT_NOWHERE = "private, no-store"
# Browsers' own PDF viewers need a plugin and a style of their own; nothing else may be loaded.
FLYER_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@get("/pictures/{picture_id:uuid}/{name:str}", who=Who.ANYONE, include_in_schema=False)
async def show_picture(
    request: Request, db: Transaction, picture_id: FromPath[UUID], name: FromPath[str]
) -> Response[bytes]:
    picture = await pictures.get(db, picture_id)
    size = next((size for size in PictureSize if picture.name(size) == name), None)
    if size is None:
        raise NotFound("picture")
    caching = await caching_for(request, db, picture.event_id)
    file = picture.files[size]
    answer = kept(request, file.sha256, caching) or Response(
        await pictures.get_bytes(db, picture_id, size),
        media_type=file.media_type,
        headers=headers(file.sha256, caching),
    )
    if size is PictureSize.ORIGINAL:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@get("/flyers/{flyer_id:uuid}/{name:str}", who=Who.ANYONE, include_in_schema=False)
async def show_flyer(
    request: Request, db: Transaction, flyer_id: FromPath[UUID], name: FromPath[str]
) -> Response[bytes]:
    flyer = await flyers.get(db, flyer_id)
    if not name.endswith(flyer.ending):
        raise NotFound("flyer")
    caching = await caching_for(request, db, flyer.event_id)
    filename = flyer.path.rpartition("/")[2]
    return kept(request, flyer.sha256, caching) or Response(
        await flyers.get_bytes(db, flyer_id),
        media_type="application/pdf",
        headers=headers(flyer.sha256, caching)
        | {"Content-Disposition": f'inline; filename="{filename}"', "Content-Security-Policy": FLYER_POLICY},
    )


async def caching_for(request: Request, db: Connection, event_id: UUID | None) -> str:
    """How long the file may be kept, if the reader may see it at all. Raises `NotFound`."""
    if event_id is None:
        return KEPT_FOR_EVER
    event = await events.get(db, event_id)
    if not may_see(event, request.user):
        raise NotFound("event")
    return KEPT_FOR_EVER if may_see(event, None) else KEPT_NOWHERE


def kept(request: Request, digest: str, caching: str) -> Response[bytes] | None:
    """304 if the reader has it already."""
    if request.headers.get("if-none-match") != entity_tag(digest):
        return None
    return Response(b"", status_code=304, headers=headers(digest, caching))


def headers(digest: str, caching: str) -> dict[str, str]:
    return {"ETag": entity_tag(digest), "Cache-Control": caching}


def entity_tag(digest: str) -> str:
    return f'"{digest}"'


ROUTES = (show_picture, show_flyer)
