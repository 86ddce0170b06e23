"""The pictures of editions, under addresses whose content never changes and that are the same for everybody."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from services.notify.domain.contribution import ContributionState
from services.notify.tables import contribution_pictures, contributions, editions
from shared.access import Who
from shared.database import Connection
from shared.picture_files import PictureSize
from shared.problems import NotFound
from shared.web import YEAR_SECONDS, Request, Transaction

KEPT_FOR_EVER = f"public, max-age={YEAR_SECONDS}, immutable"
# What is not public yet must not stay in a cache, nor in a browser that others use.
KEPT_NOWHERE = "private, no-store"


@get("/newsletter/pictures/{picture_id:uuid}/{name:str}", who=Who.ANYONE, include_in_schema=False)
async def show_edition_picture(
    request: Request, db: Transaction, picture_id: FromPath[UUID], name: FromPath[str]
) -> Response[bytes]:
    picture = await contribution_pictures.get(db, picture_id)
    size = next((size for size in PictureSize if picture.path(size).endswith(f"/{name}")), None)
    if size is None:
        raise NotFound("picture")
    etag = f'"{picture.files[size].sha256}"'
    headers = {"ETag": etag, "Cache-Control": await caching_for(request, db, picture.contribution_id)}
    if size is PictureSize.ORIGINAL:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    content = await contribution_pictures.get_bytes(db, picture_id, size)
    return Response(content, media_type=picture.files[size].media_type, headers=headers)


async def caching_for(request: Request, db: Connection, contribution_id: UUID) -> str:
    """How long a picture may be kept, if the reader may see it at all. Raises `NotFound`."""
    contribution = await contributions.get(db, contribution_id)
    edition = await editions.get(db, contribution.edition_id)
    if not edition.is_preparing and contribution.state is ContributionState.ACCEPTED:
        return KEPT_FOR_EVER
    by = request.user
    if by is None or not (by.is_coordinator or by.organisation_id == contribution.organisation_id):
        raise NotFound("picture")
    return KEPT_NOWHERE


ROUTES = (show_edition_picture,)
