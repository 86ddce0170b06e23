"""Changing a part of something by the API: JSON merge patches (RFC 7396)."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from shared import forms

T = TypeVar("T", bound=Struct)


def patched(fields: T, patch: dict[str, Any]) -> T:
    """The fields with those of the patch put over them; null gives a field back its default. Raises `Invalid`."""
    known: dict[str, Any] = msgspec.to_builtins(fields)
    for name, value in patch.items():
        inner = known.get(name)
        known[name] = {**inner, **value} if isinstance(inner, dict) and isinstance(value, dict) else value
    return forms.from_values(type(fields), known)
