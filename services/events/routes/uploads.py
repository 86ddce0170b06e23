"""How a file reaches us: as `multipart/form-data` from a page or a program, with what is said about it."""

from typing import Any, TypeVar
from uuid import UUID

from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from msgspec import Struct

from services.events import preparing
from services.events.commands.add_flyer import add_flyer
from services.events.commands.add_picture import add_picture
from services.events.domain.attachments import (
    MOST_FLYER_BYTES,
    MOST_PICTURE_BYTES,
    NO_FILE,
    NOT_RELEASED,
    NewFlyer,
    NewOrganisationPicture,
    NewPicture,
    Owner,
    StoredFlyer,
    StoredPicture,
    check_released,
)
from services.events.routes.api_events import base_url
from shared import forms
from shared.problems import Invalid, TooLarge, Unauthenticated
from shared.sessions import Principal
from shared.translations import N_
from shared.web import Request, begin, typed_form

MULTIPART = "multipart/form-data"
# What stands around the file in a form.
FORM_BYTES = 100_000
PICTURE_BODY_BYTES = MOST_PICTURE_BYTES + FORM_BYTES
FLYER_BODY_BYTES = MOST_FLYER_BYTES + FORM_BYTES

T = TypeVar("T", bound=Struct)


class FileTooLarge(TooLarge):
    title = N_("This file is too large")
    detail = N_("A picture may have at most 25 MB, a flyer 20 MB.")


async def uploaded_form(request: Request) -> dict[str, Any]:
    """The fields of the form, files as their bytes. Raises `FileTooLarge` as soon as the file is."""
    try:
        typed = await typed_form(request)
    except HTTPException as error:
        if error.status_code == FileTooLarge.status:
            raise FileTooLarge from error
        raise
    return {name: await content_of(value) for name, value in typed.items()}


async def content_of(value: Any) -> Any:
    if isinstance(value, list):
        return [await content_of(each) for each in value]
    if not isinstance(value, UploadFile):
        return value
    content = await value.read()
    await value.close()
    return content


async def receive_event_picture(request: Request, event_id: UUID, typed: dict[str, Any]) -> StoredPicture:
    """Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewPicture, typed)
    check_released(new)
    files = await preparing.photo(new.file)
    async with begin(request) as db:
        return await add_picture(
            db, Owner(event_id=event_id), new, files, by=principal_of(request), base_url=base_url(request)
        )


async def receive_organisation_picture(request: Request, typed: dict[str, Any]) -> StoredPicture:
    """The logo or a photo of the calling organisation. Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewOrganisationPicture, typed)
    check_released(new)
    files = await (preparing.logo if new.is_logo else preparing.photo)(new.file)
    by = principal_of(request)
    owner = Owner(organisation_id=by.organisation_id)
    async with begin(request) as db:
        return await add_picture(db, owner, new, files, is_logo=new.is_logo, by=by, base_url=base_url(request))


async def receive_flyer(request: Request, event_id: UUID, typed: dict[str, Any]) -> StoredFlyer:
    """Raises `Invalid`, `TooManyFiles`."""
    new = read_upload(NewFlyer, typed)
    content = await preparing.flyer(new.file)
    async with begin(request) as db:
        return await add_flyer(
            db, Owner(event_id=event_id), title=new.title, content=content, base_url=base_url(request)
        )


def read_upload(struct_type: type[T], typed: dict[str, Any]) -> T:
    """The Struct from an uploaded form. Raises `Invalid` naming every wrong field."""
    try:
        return forms.from_form(struct_type, typed)
    except Invalid as problem:
        clearer = {each.field: each for each in (NO_FILE, NOT_RELEASED)}
        raise Invalid(*(clearer.get(each.field, each) for each in problem.errors)) from problem


def principal_of(request: Request) -> Principal:
    """Who is calling; the guard has made sure that there is somebody."""
    if request.user is None:
        raise Unauthenticated
    return request.user
