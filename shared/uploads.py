"""How a file reaches us: as `multipart/form-data` from a page or a program, with what is said about it."""

from typing import Any, TypeVar

from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException
from msgspec import Struct

from shared import forms
from shared.picture_files import NO_FILE, NOT_RELEASED
from shared.problems import Invalid, TooLarge
from shared.translations import N_
from shared.web import Request, typed_form

MULTIPART = "multipart/form-data"

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


def read_upload(struct_type: type[T], typed: dict[str, Any]) -> T:
    """The Struct from an uploaded form. Raises `Invalid` naming every wrong field."""
    try:
        return forms.from_form(struct_type, typed)
    except Invalid as problem:
        clearer = {each.field: each for each in (NO_FILE, NOT_RELEASED)}
        raise Invalid(*(clearer.get(each.field, each) for each in problem.errors)) from problem
