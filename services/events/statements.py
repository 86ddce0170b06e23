"""Reads what the operator says of the site, at the start."""

from functools import cache
from pathlib import Path

import msgspec

from services.events.domain.statements import Statements


@cache
def read(file: str) -> Statements:
    """What is in the file; nothing if there is none. Raises ValueError, which names what is wrong."""
    if not file:
        return Statements()
    try:
        return msgspec.toml.decode(Path(file).read_bytes(), type=Statements)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
